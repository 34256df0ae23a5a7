"""从备份恢复, before anybody is signed in."""
