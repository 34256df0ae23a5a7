"""Looking at foreign pictures and PDFs without letting their decoders near anything else."""
