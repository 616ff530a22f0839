#!/usr/bin/python3
"""
The calls of the AWS CLI that servers make: `s3 cp` of an object and `s3api list-objects-v2` of keys
in a bucket, which is a folder shared by all servers, and `secretsmanager get-secret-value`.
"""

import json
import shutil
import sys
from pathlib import Path

BUCKETS = Path("/.buckets")
SECRETS = Path("/usr/lib/stand-ins/secrets.json")


def file_of(word):
    """The file of an object's address, or a local file."""
    if word.startswith("s3://"):
        bucket, _, key = word.removeprefix("s3://").partition("/")
        if not (BUCKETS / bucket).is_dir():
            fail(f"An error occurred (NoSuchBucket): {bucket}")
        return BUCKETS / bucket / key
    return Path(word)


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(1)


def copy(source, target):
    source_file = Path("/dev/stdin") if source == "-" else file_of(source)
    if source != "-" and not source_file.is_file():
        fail("fatal error: An error occurred (404) when calling the HeadObject operation: Key does not exist")
    if target == "-":
        sys.stdout.buffer.write(source_file.read_bytes())
        return
    target_file = file_of(target)
    target_file.parent.mkdir(parents=True, exist_ok=True)
    if source == "-":
        target_file.write_bytes(sys.stdin.buffer.read())
    else:
        shutil.copyfile(source_file, target_file)


def list_keys(bucket, prefix):
    """The keys with a prefix in text, as `--query 'Contents[].Key'`; `None` without any."""
    folder = file_of(f"s3://{bucket}/")
    keys = [str(one.relative_to(folder)) for one in sorted(folder.rglob("*")) if one.is_file()]
    print("\t".join(key for key in keys if key.startswith(prefix)) or "None")


def option(words, name):
    return words[words.index(name) + 1] if name in words else None


def main():
    words = sys.argv[1:]
    service, operation, *rest = words
    plain = [word for word in rest if not word.startswith("--")]
    if (service, operation) == ("s3", "cp"):
        copy(*plain[:2])
    elif (service, operation) == ("s3api", "list-objects-v2"):
        list_keys(option(rest, "--bucket"), option(rest, "--prefix"))
    elif (service, operation) == ("secretsmanager", "get-secret-value"):
        secrets = json.loads(SECRETS.read_text())
        name = option(rest, "--secret-id")
        if name not in secrets:
            fail("An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation")
        is_text = option(rest, "--query") == "SecretString"
        print(secrets[name] if is_text else json.dumps({"ARN": name, "SecretString": secrets[name]}))
    else:
        fail(f"aws stand-in: no such call: {' '.join(words)}")


main()
