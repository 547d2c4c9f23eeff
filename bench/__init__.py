"""What is measured against which floor: `python -m bench` prints one line for each measure."""
