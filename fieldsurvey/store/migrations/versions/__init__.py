"""One module per step, run in process by `fieldsurvey.store.upgrade`."""
