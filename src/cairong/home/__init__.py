"""The data folder: database, files, keys, logs and the version that wrote them. No Django."""
