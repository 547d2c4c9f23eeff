"""What one person has prepared and another decides, on one page for every act of two persons."""
