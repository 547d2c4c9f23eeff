"""Pages of the auditor: checks of the chain, its alarms, and the record of who governs."""
