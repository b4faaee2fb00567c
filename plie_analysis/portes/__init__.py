"""The two doors of the workbench: the explorer alone (Voilà), and JupyterLab with the folders of the one who works."""
