"""信息比对: our people beside the lists of other offices."""
