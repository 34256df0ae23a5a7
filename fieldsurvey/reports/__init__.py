"""What is told of many households on paper and in workbooks, drawn from plain values that services hand over."""
