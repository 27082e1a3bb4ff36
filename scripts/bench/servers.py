"""The service and the peers it is measured against, each on a free port of loopback and with files in one folder."""

import os
import pathlib
import sys

from processes import free_port, run, serving

HERE = pathlib.Path(__file__).parent
GET = b"GET /%s HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"
OK = b" 200 "


class Servers:
    def __init__(self, folder, key, clientele, bare):
        self.folder = folder
        self.key = key
        self.binary = clientele
        self.bare_binary = bare

    def clientele(self, database, **settings):
        """The service on a database, with settings as environment variables without their prefix."""
        port = free_port()
        environment = {"CLIENTELE_ADMIN_KEY": self.key} | {
            f"CLIENTELE_{name}": value for name, value in settings.items()
        }
        return serving(
            [self.binary, "serve", "--port", port, "--database", database],
            port,
            self.log("clientele", port),
            GET % b"readyz",
            OK,
            environment,
        )

    def bare(self, answer):
        """Hummingbird alone, which answers everything with the answer in that file."""
        port = free_port()
        return serving([self.bare_binary, port, answer], port, self.log("bare", port), GET % b"", OK)

    def sink(self):
        """nginx, which takes everything and answers nothing."""
        return self.nginx_as("sink", "return 204;")

    def nginx(self, body):
        """nginx, which answers everything with that file."""
        return self.nginx_as("nginx", f"root {body.parent}; rewrite ^ /{body.name} break;")

    def nginx_as(self, name, rule):
        port = free_port()
        root = self.folder / name
        root.mkdir(exist_ok=True)
        user = "user root;" if os.geteuid() == 0 else ""
        (root / "nginx.conf").write_text(NGINX.format(port=port, root=root, rule=rule, user=user))
        return serving(
            ["/usr/sbin/nginx", "-p", root, "-c", root / "nginx.conf", "-e", root / "errors"],
            port,
            self.log(name, port),
            GET % b"",
            b" 20",
        )

    def redis(self):
        """Redis on what it saved last in the folder; it appends nothing and saves only when told to."""
        port = free_port()
        root = self.folder / "redis"
        root.mkdir(exist_ok=True)
        return serving(
            [
                "redis-server",
                "--port",
                port,
                "--bind",
                "127.0.0.1",
                "--dir",
                root,
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no",
            ],
            port,
            self.log("redis", port),
            b"PING\r\n",
            b"+PONG",
        )

    def asyncpg(self, database):
        """What people would write: FastAPI and asyncpg on as many workers as there are processors."""
        port = free_port()
        return serving(
            [
                sys.executable,
                "-m",
                "uvicorn",
                "asyncpg_peer:app",
                "--app-dir",
                HERE,
                "--port",
                port,
                "--workers",
                os.cpu_count(),
                "--no-access-log",
                "--log-level",
                "warning",
            ],
            port,
            self.log("asyncpg", port),
            GET % b"healthz",
            OK,
            {"API_KEY": self.key, "PGDATABASE": database},
        )

    def log(self, name, port):
        return self.folder / f"{name}-{port}.log"

    def redis_cli(self, server, *words, **more):
        return run(["redis-cli", "-p", server.port, *words], **more)


NGINX = """\
daemon off;
{user}
pid {root}/pid;
worker_processes auto;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=10;
    default_type application/json;
    client_body_temp_path {root}/client;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ {rule} }}
    }}
}}
"""
