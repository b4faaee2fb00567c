"""The page of the reconciliation: each published figure beside the computed one."""
