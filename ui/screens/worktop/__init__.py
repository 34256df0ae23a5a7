"""The first screen: what there is to do today."""
