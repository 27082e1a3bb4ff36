"""The service and desks behind TLS, each on a site of its own, as browsers find them on the web."""

import os
import socket
import ssl
import subprocess
import threading

from page import Page
from service import Service

HOSTS = ("clientele.test", "desk.test", "other.test", "static.zdassets.com")
OPTIONS = ("--ignore-certificate-errors",)


class Front:
    """Takes TLS and passes on what is within."""

    def __init__(self, port, certificate):
        self.port_behind = port
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def port(self):
        return self.listener.getsockname()[1]

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            outside = self.context.wrap_socket(connection, server_side=True)
            inside = socket.create_connection(("127.0.0.1", self.port_behind))
        except OSError:
            return connection.close()
        back = threading.Thread(target=self.pass_on, args=(inside, outside), daemon=True)
        back.start()
        self.pass_on(outside, inside)
        back.join()
        outside.close()
        inside.close()

    @staticmethod
    def pass_on(source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
        except OSError:
            pass
        try:
            target.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class SecureService(Service):
    """`url` is for requests of the tests; browsers find it as `site`, and its desk as `desk_site` and `other_site`."""

    def settings(self):
        certificate = os.path.join(self.folder, "tls.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=clientele.test",
             "-keyout", certificate, "-out", certificate + ".crt"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(certificate + ".crt", "rb") as made, open(certificate, "ab") as whole:
            whole.write(made.read())
        self.front = Front(self.port, certificate)
        self.desk_front = Front(self.desk.server.server_address[1], certificate)
        return {
            "CLIENTELE_PANEL_HOSTS": f"{self.desk_site},{self.other_site}", "CLIENTELE_HTTP_PUBLIC_URL": self.site,
        }

    @property
    def site(self):
        return f"https://clientele.test:{self.front.port}"

    @property
    def desk_site(self):
        return f"https://desk.test:{self.desk_front.port}"

    @property
    def other_site(self):
        return f"https://other.test:{self.desk_front.port}"

    def browser(self, **preferences):
        """A browser of its own that finds these sites."""
        # Every name leads to this machine; the framework's, to the port of the desk that stands in for Zendesk.
        rules = ",".join(
            f"MAP {host} 127.0.0.1" + (f":{self.desk_front.port}" if host == "static.zdassets.com" else "")
            for host in HOSTS)
        return Page(self, (*OPTIONS, f"--host-resolver-rules={rules}"), preferences)

    def close(self):
        super().close()
        self.front.close()
        self.desk_front.close()
