"""Many draws of the parameters in every scenario: how sure a conclusion is."""
