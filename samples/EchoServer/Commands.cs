using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Echo;

/// <summary>The command line: which arguments there are, and what is wrong with a bad one.</summary>
internal static class Commands
{
    private const int EchoPort = 7007;
    private const int TlsPort = 7443;
    private const int RelayPort = 7008;

    public static RootCommand Create() => new("An echo server and its client, plain and over TLS, and a TCP relay. Every connection ends with a FIN and nothing is lost.")
    {
        Server("server", "Echo what clients send", EchoPort, static () => null),
        Client("client", "Send text, or standard input, and print the echo", EchoPort, useTls: false),
        Server("tls-server", "The same over TLS, with a certificate made at the start", TlsPort, Tls.CreateCertificate),
        Client("tls-client", "The same over TLS", TlsPort, useTls: true),
        TcpRelay(),
    };

    private static Command Server(string name, string description, int defaultPort, Func<X509Certificate2?> certificate)
    {
        var port = Port("port", "Port to listen on; 0: any that is free", defaultPort, lowest: 0);
        var address = Address();
        var command = new Command(name, description) { port, address };
        command.SetAction(async (parsed, stop) =>
        {
            var endPoint = new IPEndPoint(parsed.GetValue(address)!, parsed.GetValue(port));
            using var own = certificate();
            return await Run.ServerAsync(endPoint, own, stop);
        });
        return command;
    }

    private static Command Client(string name, string description, int defaultPort, bool useTls)
    {
        var host = new Argument<string>("host") { Description = "Name or address of the server", DefaultValueFactory = static _ => "localhost" };
        var port = Port("port", "Port of the server", defaultPort, lowest: 1);
        var text = new Argument<string?>("text") { Description = "What to send [default: standard input]", Arity = ArgumentArity.ZeroOrOne };
        var trust = Trust();
        var command = new Command(name, description) { host, port, text };
        if (useTls)
            command.Options.Add(trust);
        command.SetAction((parsed, stop) =>
        {
            var server = new DnsEndPoint(parsed.GetValue(host)!, parsed.GetValue(port));
            return Run.ClientAsync(server, useTls ? new TlsTrust(parsed.GetValue(trust)) : null, parsed.GetValue(text), stop);
        });
        return command;
    }

    private static Command TcpRelay()
    {
        var port = Port("port", "Port to listen on; 0: any that is free", RelayPort, lowest: 0);
        var host = new Argument<string>("target-host") { Description = "Where to relay to", DefaultValueFactory = static _ => "localhost" };
        var targetPort = Port("target-port", "Port of the target", EchoPort, lowest: 1);
        var command = new Command("relay", "Pass connections on to another server, and each end with them") { port, host, targetPort };
        command.SetAction((parsed, stop) =>
            Run.RelayAsync(new IPEndPoint(IPAddress.Loopback, parsed.GetValue(port)), new DnsEndPoint(parsed.GetValue(host)!, parsed.GetValue(targetPort)), stop));
        return command;
    }

    private static Argument<int> Port(string name, string description, int defaultPort, int lowest) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => defaultPort,
        CustomParser = result =>
        {
            if (int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= lowest && port <= IPEndPoint.MaxPort)
                return port;
            result.AddError($"'{Text(result)}' is not a port: give a number from {lowest} to {IPEndPoint.MaxPort}.");
            return 0;
        },
    };

    private static Argument<IPAddress> Address() => new("address")
    {
        Description = "Address to listen on; 0.0.0.0: all interfaces",
        DefaultValueFactory = static _ => IPAddress.Loopback,
        CustomParser = static result =>
        {
            if (IPAddress.TryParse(Text(result), out var address))
                return address;
            result.AddError($"'{Text(result)}' is not an IP address of this machine, such as 127.0.0.1 or 0.0.0.0.");
            return null;
        },
    };

    private static Option<string?> Trust() => new("--trust")
    {
        Description = "Accept the certificate with this SHA-256 fingerprint, and no other [default: what the system trusts]",
        HelpName = "FINGERPRINT",
        CustomParser = static result =>
        {
            // openssl prints colons.
            var digits = Text(result).Replace(":", "").ToUpperInvariant();
            if (digits.Length == 64 && digits.All(char.IsAsciiHexDigit))
                return digits;
            result.AddError($"'{Text(result)}' is not a SHA-256 fingerprint: give the 64 hexadecimal digits that the server prints.");
            return null;
        },
    };

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;
}
