"""Disputes about a declared size class: decided here, or sent to the firm's place. 802§29 46§16"""
