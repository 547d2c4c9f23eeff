"""采融: financing of government-procurement contracts, built on 洛财购〔2021〕4号."""

__version__ = "0.2.0"
