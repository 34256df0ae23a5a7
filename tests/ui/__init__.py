"""The screens, through drivers that speak the surveyor's language."""
