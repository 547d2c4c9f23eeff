"""By what a process is told of the socket that was bound before it was started."""

HANDED = "CAIRONG_HANDED_SOCKET"
