"""
A server's root file system: this machine's own behind an overlay, without what Amazon Linux's image
lacks, and with stand-ins for the programs of an EC2 instance.
"""

import json
import os
import shutil
import socket
import stat
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
STAND_INS = {"dnf": "/usr/bin/dnf", "systemctl": "/usr/bin/systemctl", "aws": "/usr/bin/aws"}
# The top-level folders of an installation; others belong to this machine's users.
KEPT = {"bin", "etc", "lib", "lib32", "lib64", "libx32", "sbin", "usr", "var"}
MOUNTED = {"proc": "proc", "sys": "sysfs", "run": "tmpfs", "tmp": "tmpfs", "dev": "tmpfs"}
EMPTY = ["etc/systemd/system", "etc/sysctl.d", "usr/local", "var/log", "var/tmp", "etc/cron.d"]
# Folders of Amazon Linux's image that Debian's installation lacks.
IMAGE_FOLDERS = ["etc/pki/tls/certs", "etc/pki/tls/private", "usr/local/bin", "usr/local/sbin"]
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
MS_BIND, MS_NOSUID = 0x1000, 0x2


class RootFolder:
    """An overlay in memory, prepared once; each boot mounts what does not outlive one."""

    def __init__(self, description, shared, mount):
        self.mount = mount
        self.devices = description["devices"]
        self.base = shared / "machines" / description["name"]
        self.upper = self.base / "upper"
        self.path = self.base / "root"
        self.buckets = shared / "buckets"
        for folder in (self.upper, self.base / "work", self.path, self.buckets):
            folder.mkdir(parents=True, exist_ok=True)
        self.hide(description["hidden"])
        self.stand_ins(description)
        layers = f"lowerdir=/,upperdir={self.upper},workdir={self.base}/work"
        mount("overlay", self.path, "overlay", 0, layers)
        for name in [*MOUNTED, "root", "home", "opt", "srv", "mnt", "media", "boot"]:
            (self.path / name).mkdir(exist_ok=True)
        for name in IMAGE_FOLDERS:
            (self.path / name).mkdir(parents=True, exist_ok=True)
        for path, text in description["files"].items():
            file = self.path / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            os.chmod(file, 0o755 if text.startswith("#!") else 0o644)

    def hide(self, paths):
        """Hides this machine's own files, and the programs that a package would install."""
        for name in os.listdir("/"):
            if name not in KEPT:
                self.whiteout(name)
        for name in EMPTY:
            (self.upper / name).mkdir(parents=True, exist_ok=True)
            os.setxattr(self.upper / name, "trusted.overlay.opaque", b"y")
        for path in paths:
            if os.path.lexists(path):
                self.whiteout(path.lstrip("/"))

    def whiteout(self, path):
        """Hides a path of the lower layer, as the overlay file system marks a deleted one."""
        target = self.upper / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.mknod(target, stat.S_IFCHR, os.makedev(0, 0))

    def stand_ins(self, description):
        folder = self.upper / "usr/lib/stand-ins"
        folder.mkdir(parents=True)
        for name, program in STAND_INS.items():
            shutil.copy(FOLDER / "stand-ins" / f"{name}.py", folder / name)
            link = self.upper / program.lstrip("/")
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(f"/usr/lib/stand-ins/{name}")
            os.chmod(folder / name, 0o755)
        (folder / "packages.json").write_text(json.dumps(description["packages"]))
        (folder / "secrets.json").write_text(json.dumps(description["secrets"]))
        shutil.copytree(FOLDER / "amazon-linux", folder / "amazon-linux")

    def enter(self, name):
        """Makes it the root of this process, which is the first of its server."""
        socket.sethostname(name)
        for path, kind in MOUNTED.items():
            self.mount(kind, self.path / path, kind, MS_NOSUID)
        os.chmod(self.path / "tmp", 0o1777)
        self.make_devices(self.path / "dev")
        for source, target in (("/", ".host"), (self.buckets, ".buckets")):
            (self.path / target).mkdir(exist_ok=True)
            self.mount(source, self.path / target, None, MS_BIND)
        os.chroot(self.path)
        os.chdir("/")
        Path("/proc/sys/net/ipv4/ip_forward").write_text("0")
        os.environ.clear()
        os.environ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    def make_devices(self, folder):
        for name, (major, minor) in DEVICES.items():
            os.mknod(folder / name, stat.S_IFCHR, os.makedev(major, minor))
            os.chmod(folder / name, 0o666)
        for name in ("net", "shm", "pts"):
            (folder / name).mkdir()
        self.mount("devpts", folder / "pts", "devpts", 0, "newinstance,ptmxmode=0666")
        (folder / "ptmx").symlink_to("pts/ptmx")
        (folder / "fd").symlink_to("/proc/self/fd")
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            (folder / name).symlink_to(f"/proc/self/fd/{number}")
        os.mknod(folder / "net/tun", stat.S_IFCHR | 0o600, os.makedev(10, 200))
        for name, file in self.devices.items():
            number = os.stat(file).st_rdev
            os.mknod(folder / Path(file).name, stat.S_IFBLK | 0o600, number)
            (folder / name).symlink_to(Path(file).name)
