"""Settings, addresses, the entry of web and worker; imports all, imported by none."""
