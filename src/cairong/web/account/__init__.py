"""Pages of the account: sign-in, second factor, sessions, mandates, people, registration. D22"""
