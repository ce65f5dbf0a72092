"""Where files of evidence are kept, from the environment: a folder, or a store elsewhere."""

from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# What django-storages needs for each, and what brings it.
_NEEDS = {"s3": "boto3", "azure": "azure.storage.blob"}


def evidence_storage(env, data_dir: Path) -> dict:
    """Django's description of the storage "evidence": EVIDENCE_STORAGE, or a folder of `data_dir`.

    Raises ImproperlyConfigured with a sentence that says which variable to set to what, or what to
    install.
    """
    name = env.str("EVIDENCE_STORAGE", "").strip().lower()
    if not name:
        return _folder(data_dir / "evidence")
    if name not in _NEEDS:
        raise ImproperlyConfigured(
            f"EVIDENCE_STORAGE is {name!r}. Set it to s3 or azure, or leave it out: files of "
            "evidence are then kept in DATA_DIR."
        )
    if not _is_installed(_NEEDS[name]):
        raise ImproperlyConfigured(
            f"EVIDENCE_STORAGE is {name}, which needs {_NEEDS[name]}. Install it: "
            f".venv/bin/python -m pip install 'django-storages[{name}]'"
        )
    return _s3(env) if name == "s3" else _azure(env)


def _folder(location: Path) -> dict:
    location.mkdir(mode=0o700, exist_ok=True)
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": location, "file_permissions_mode": 0o600},
    }


def _s3(env) -> dict:
    """Amazon's, or one that speaks like it. Without a key, boto3 finds the machine's own role."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _needed(env, "EVIDENCE_CONTAINER", "the name of the bucket"),
            "endpoint_url": env.str("EVIDENCE_ENDPOINT", "") or None,
            "region_name": env.str("EVIDENCE_REGION", "") or None,
            "access_key": env.str("EVIDENCE_ACCESS_KEY", "") or None,
            "secret_key": env.str("EVIDENCE_SECRET_KEY", "") or None,
            "default_acl": None,  # as the bucket has it, which is private
            "file_overwrite": False,
        },
    }


def _azure(env) -> dict:
    return {
        "BACKEND": "storages.backends.azure_storage.AzureStorage",
        "OPTIONS": {
            "azure_container": _needed(env, "EVIDENCE_CONTAINER", "the name of the container"),
            "connection_string": _needed(
                env, "EVIDENCE_CONNECTION", "the connection string of the storage account"
            ),
            "overwrite_files": False,
        },
    }


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of the package that it is in
        return False


def _needed(env, variable: str, what: str) -> str:
    value = env.str(variable, "")
    if not value:
        raise ImproperlyConfigured(
            f"{variable} is missing. Set it to {what} for files of evidence, or leave "
            "EVIDENCE_STORAGE out: they are then kept in DATA_DIR."
        )
    return value
