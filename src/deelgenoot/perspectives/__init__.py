"""Action perspectives: texts whose figures are references and whose claims are tested."""
