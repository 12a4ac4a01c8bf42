using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;
using Xunit;

namespace SocketAnalyzers.Tests.Protocol;

/// <summary>
/// The protocol table and the reference assemblies name the same members: nothing is forgotten, a new .NET version shows
/// up as a failing test, and a row that is misspelt or has gone stale does too.
/// </summary>
public class ProtocolTableCoverageTests
{
    // The other known types have no rows: they are arguments, results and exceptions.
    private static readonly KnownType[] CoveredTypes =
    [
        KnownType.Socket, KnownType.SafeSocketHandle, KnownType.SocketTaskExtensions,
        KnownType.TcpClient, KnownType.TcpListener, KnownType.UdpClient,
        KnownType.Stream, KnownType.NetworkStream, KnownType.BufferedStream,
        KnownType.AuthenticatedStream, KnownType.SslStream, KnownType.NegotiateStream,
        KnownType.TextReader, KnownType.StreamReader, KnownType.TextWriter, KnownType.StreamWriter,
        KnownType.BinaryReader, KnownType.BinaryWriter,
        KnownType.PipeReader, KnownType.PipeWriter, KnownType.StreamPipeExtensions,
        KnownType.Disposable, KnownType.AsyncDisposable,
    ];

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public void Every_visible_member_has_a_row(string framework)
    {
        var types = FrameworkTypes.Of(framework);

        var missing = CoveredTypes
            .Where(type => types[type] is not null)
            .SelectMany(type => MembersWithoutRow(types, types[type]!, type))
            .ToArray();

        Assert.True(missing.Length == 0, $"{framework} has members that the protocol table does not name:\n{string.Join("\n", missing)}");
    }

    [Theory]
    [InlineData("net10.0", "")]
    [InlineData("net8.0", "")]
    [InlineData("net472", "SafeSocketHandle AsyncDisposable")]
    [InlineData("netstandard2.0", "SafeSocketHandle AsyncDisposable")]
    public void Every_covered_type_is_really_walked(string framework, string absent)
    {
        var types = FrameworkTypes.Of(framework);

        Assert.Equal(absent, string.Join(" ", CoveredTypes.Where(type => types[type] is null)));
    }

    [Fact]
    public void Every_type_with_rows_is_covered() =>
        Assert.Equal(CoveredTypes.OrderBy(type => type), ProtocolTable.Keys.Select(key => key.Type).Distinct().OrderBy(type => type));

    [Fact]
    public void Every_row_names_a_member_of_some_framework()
    {
        var members = FrameworkTypes.Frameworks
            .Select(FrameworkTypes.Of)
            .SelectMany(types => CoveredTypes.Where(type => types[type] is not null).SelectMany(type => Names(types[type]!).Select(name => (type, name))))
            .ToHashSet();

        var stale = ProtocolTable.Keys.Where(key => !members.Contains(key)).Select(key => $"{key.Type}.{key.Name}").ToArray();

        Assert.True(stale.Length == 0, $"Rows that name no member of any framework:\n{string.Join("\n", stale)}");
    }

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("net472")]
    [InlineData("netstandard2.0")]
    public void Ownership_arguments_have_the_names_that_the_engine_looks_for(string framework)
    {
        var types = FrameworkTypes.Of(framework);
        var table = new ProtocolTable(types);

        var names = CoveredTypes
            .Where(type => types[type] is not null)
            .SelectMany(type => FrameworkTypes.VisibleMethods(types[type]!))
            .Select(method => (method.ContainingType.Name, table.Of(method)?.Ownership, Parameters: method.Parameters.Where(parameter => parameter.Type.SpecialType == SpecialType.System_Boolean)))
            .Where(method => method.Ownership is Ownership.OwnsSocketArgument or Ownership.LeaveOpenArgument)
            .SelectMany(method => method.Parameters.Select(parameter => $"{method.Name} {parameter.Name}"))
            .Distinct()
            .OrderBy(name => name, StringComparer.Ordinal);

        Assert.Equal(
            [
                "AuthenticatedStream leaveInnerStreamOpen", "BinaryReader leaveOpen", "BinaryWriter leaveOpen",
                "NegotiateStream leaveInnerStreamOpen", "NetworkStream ownsSocket", "PipeReader leaveOpen", "PipeWriter leaveOpen",
                "SslStream leaveInnerStreamOpen",
                // Of these only leaveOpen says anything about the connection, so the name must be looked at.
                "StreamReader detectEncodingFromByteOrderMarks", "StreamReader leaveOpen", "StreamWriter append", "StreamWriter leaveOpen",
            ],
            names);
    }

    [Fact]
    public void A_member_of_a_future_version_is_reported()
    {
        var compilation = FrameworkTypes.Compile("net10.0", """
            public class Future : System.IO.Stream
            {
                public void Teleport(int distance) { }
                protected virtual int Depth => 0;
                public event System.Action Sunk { add { } remove { } }
                internal void Hidden() { }
                public override void Flush() { }
                public override bool CanRead => true;
                public override bool CanSeek => false;
                public override bool CanWrite => true;
                public override long Length => 0;
                public override long Position { get; set; }
                public override int Read(byte[] buffer, int offset, int count) => 0;
                public override long Seek(long offset, System.IO.SeekOrigin origin) => 0;
                public override void SetLength(long value) { }
                public override void Write(byte[] buffer, int offset, int count) { }
            }
            """);
        var types = KnownTypes.Create(compilation)!;

        var missing = MembersWithoutRow(types, compilation.GetTypeByMetadataName("Future")!, KnownType.NetworkStream);

        Assert.Equal(
            ["Future.Depth.get", "Future.Sunk.add", "Future.Sunk.remove", "Future.Teleport(int)"],
            missing.OrderBy(name => name, StringComparer.Ordinal));
    }

    // The row of the member itself, or of what it overrides: the same way as ProtocolTable.Of goes.
    private static IEnumerable<string> MembersWithoutRow(KnownTypes types, INamedTypeSymbol symbol, KnownType type) =>
        FrameworkTypes.VisibleMethods(symbol)
            .Where(method => !ProtocolTable.HasRow(type, method.MetadataName) && !OverridesMemberWithRow(types, method))
            .Select(method => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));

    private static bool OverridesMemberWithRow(KnownTypes types, IMethodSymbol method)
    {
        for (var m = method.OverriddenMethod; m is not null; m = m.OverriddenMethod)
        {
            if (ProtocolTable.HasRow(types.Of(m.ContainingType), m.MetadataName))
                return true;
        }

        return false;
    }

    // Members of base classes too: SafeSocketHandle's rows name what SafeHandle declares.
    private static IEnumerable<string> Names(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var method in FrameworkTypes.VisibleMethods(t))
                yield return method.MetadataName;
        }
    }
}
