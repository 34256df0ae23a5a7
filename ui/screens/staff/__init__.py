"""The people of this machine: adding, removing, roles, passphrase, PIN, and when the window locks itself."""
