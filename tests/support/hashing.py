"""Argon2id as the product has it, at the least cost it allows: tests sign in often."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """The product's hasher with one pass over little memory."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
