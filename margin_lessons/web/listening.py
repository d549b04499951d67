"""Where the server is to listen: the options --ip and --port, checked. Standard library only.

run.py reads this file before there is anything to import, so that a wrong option is told at once.
"""
# Only syntax that Python 3.6 reads, so that a Python too old can still say so.

import os
import re
import socket

HERE = "127.0.0.1"  # this machine alone


class CannotListen(ValueError):
    """An address or a port that cannot be used; its text is one sentence for the reader."""


def listening(args: "list[str]") -> "tuple[str, int, list[str]]":
    """Return the address, a port that is free there, and the arguments that are left."""
    ip, rest = take_option(args, "ip")
    asked, rest = take_option(rest, "port")
    if ip == "":
        raise CannotListen("--ip takes an address, and none is given: leave --ip away or add one.")
    ip = ip or HERE
    return ip, choose_port(ip, asked), rest


def take_option(args: "list[str]", name: str) -> "tuple[str | None, list[str]]":
    """Split off --name VALUE (or --App.name=VALUE): return the last value and the other args."""
    pattern = re.compile(rf"--(?:\w+\.)?{name}(?:=(.*))?$", re.DOTALL)
    value, rest, coming = None, [], iter(args)
    for arg in coming:
        match = pattern.match(arg)
        if match:
            value = match.group(1)
            if value is None:
                value = next(coming, "")
                if re.match("-(?![0-9])", value):  # the value was forgotten
                    rest.append(value)
                    value = ""
        else:
            rest.append(arg)
    return value, rest


def choose_port(ip: str, asked: "str | None") -> int:
    """Check the port that was asked for, or find one: the server's own words are a long log."""
    error = cannot_listen(ip, 0)
    if error:
        raise CannotListen(f"The course cannot listen at --ip {ip} ({error}): leave --ip away.")
    if asked is None:
        for port in range(8888, 8988):
            if not cannot_listen(ip, port):
                return port
        raise CannotListen("No port from 8888 to 8987 is free: give another one with --port.")
    # Not isdigit(), which takes ² for a digit.
    if not re.fullmatch("[0-9]{1,5}", asked) or not 1 <= int(asked) <= 65535:
        raise CannotListen(f"--port takes a number from 1 to 65535, and this is '{asked}'.")
    error = cannot_listen(ip, int(asked))
    if error:
        raise CannotListen(
            f"Port {asked} cannot be used ({error}): give another one with --port, or leave "
            "--port away and a free one is found."
        )
    return int(asked)


def cannot_listen(ip: str, port: int) -> str:
    """Why a server could not listen there, or an empty text when it could."""
    try:
        kind, _, _, _, place = socket.getaddrinfo(
            None if ip == "*" else ip, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(kind) as trial:
            if os.name != "nt":  # on Windows this option would let two servers share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:  # a name that no computer can have, such as one of two points
        return "this is no address"
    return ""
