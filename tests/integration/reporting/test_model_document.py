from django.core.management import call_command


def test_the_model_document_is_what_the_models_are():
    """Raises CommandError, naming the cure, when a model has changed and docs/model.md has not."""
    call_command("document_model", "--check")
