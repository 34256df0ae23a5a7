"""The check catalogue (`domain.md` §7 with §0.1): one small pure function for each rule id."""
