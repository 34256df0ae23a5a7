"""What a case is: kinds, fields, codes, changes and how they fold. Pure, no input or output."""
