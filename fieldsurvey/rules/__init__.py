"""What the union's rules say of a household: standards, classification, evidence, checks. Pure, and never raises."""
