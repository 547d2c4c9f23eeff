"""What the People's Bank asks of institutions, and gives them, beside the evaluation. 三(一)-3"""
