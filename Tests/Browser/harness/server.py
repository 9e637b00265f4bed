"""The built server, as a process of its own with a PostgreSQL of its own."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading

SECRET = "a secret that only the browser tests know"
LISTENING = re.compile(r"Server started and listening on \S+?:(\d+)")
FAILURE = re.compile(r"^\S+ (error|critical) ")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`notify serve`. It can be stopped and started again, at the same port and with the same data.

    With BROWSER_SOURCES, a folder, its browser files are read from there at its start: for who is writing them."""

    def __init__(self, program, *arguments, port=0, **settings):
        self.program = program
        self.arguments = arguments
        self.port = port
        self.settings = {name: value for name, value in settings.items() if value is not None}
        self.log = []
        # As root the server becomes another user for PostgreSQL, who has to get through to the data.
        self.directory = tempfile.mkdtemp(prefix="notify-browser-")
        os.chmod(self.directory, 0o755)
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Returns when it listens."""
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", str(self.port), *self.arguments],
            cwd=self.directory, env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, errors="replace")
        listening = threading.Event()
        self._is_listening = False
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr, listening), daemon=True)
        self._reader.start()
        listening.wait(120)
        if not self._is_listening:
            self.process.terminate()
            self._ended(60)
            shutil.rmtree(self.directory, ignore_errors=True)
            raise AssertionError("The server did not start:\n" + self.said())
        return self

    def stop(self):
        """Asks it to end, and checks that it does so in order and had nothing to complain about."""
        if self.process is None:
            return
        self.process.terminate()
        code = self._ended(60)
        failures = [line for line in self.log if FAILURE.match(line)]
        assert code == 0, f"The server ended with {code}:\n" + self.said()
        assert not failures, "The server logged errors:\n" + "\n".join(failures)

    def kill(self):
        """As when the power fails. Its PostgreSQL may go on for a moment; the next start waits for it."""
        self.process.kill()
        self._ended(60)

    def remove(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def said(self):
        return "\n".join(self.log[-40:])

    def _ended(self, seconds):
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._reader.join(10)
        self.process.stderr.close()
        self.process = None
        return code

    def _read(self, pipe, listening):
        for line in pipe:
            self.log.append(line.rstrip())
            if found := LISTENING.search(line):
                self.port = int(found[1])
                self._is_listening = True
                listening.set()
        # It has ended: whoever waits need not wait longer.
        listening.set()

    def _environment(self):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        if folder := os.environ.get("BROWSER_SOURCES"):
            kept["NOTIFY_BROWSER_FILES"] = os.path.abspath(folder)
        return kept | {"NOTIFY_DATA_DIR": self.directory + "/data", "JWT_SECRET": SECRET} | self.settings
