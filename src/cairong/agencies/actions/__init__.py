"""Use-cases: agreements recorded, answered, ended; procurement files issued, cancelled."""
