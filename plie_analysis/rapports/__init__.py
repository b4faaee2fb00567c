"""Running the parameterised notebooks and publishing them: execution, export, publication."""
