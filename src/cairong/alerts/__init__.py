"""Alerts for the regulator (监管预警), each found once and closed by a finding. 三(一)-3"""
