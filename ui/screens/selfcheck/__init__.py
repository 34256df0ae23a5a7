"""自查自纠: what the checks found, by rule, organisation or person, and the ways to put it right."""
