using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// The protocol's types in one compilation, looked up once. A type of the same name elsewhere (a user's own
/// <c>Socket</c>) is another symbol and therefore unknown here.
/// </summary>
internal sealed class KnownTypes
{
    private static readonly (KnownType Type, string MetadataName)[] MetadataNames =
    {
        (KnownType.Socket, "System.Net.Sockets.Socket"),
        (KnownType.TcpClient, "System.Net.Sockets.TcpClient"),
        (KnownType.TcpListener, "System.Net.Sockets.TcpListener"),
        (KnownType.UdpClient, "System.Net.Sockets.UdpClient"),
        (KnownType.NetworkStream, "System.Net.Sockets.NetworkStream"),
        (KnownType.SafeSocketHandle, "System.Net.Sockets.SafeSocketHandle"),
        (KnownType.SocketTaskExtensions, "System.Net.Sockets.SocketTaskExtensions"),
        (KnownType.SocketAsyncEventArgs, "System.Net.Sockets.SocketAsyncEventArgs"),
        (KnownType.SslStream, "System.Net.Security.SslStream"),
        (KnownType.NegotiateStream, "System.Net.Security.NegotiateStream"),
        (KnownType.AuthenticatedStream, "System.Net.Security.AuthenticatedStream"),
        (KnownType.Stream, "System.IO.Stream"),
        (KnownType.BufferedStream, "System.IO.BufferedStream"),
        (KnownType.StreamReader, "System.IO.StreamReader"),
        (KnownType.StreamWriter, "System.IO.StreamWriter"),
        (KnownType.TextReader, "System.IO.TextReader"),
        (KnownType.TextWriter, "System.IO.TextWriter"),
        (KnownType.BinaryReader, "System.IO.BinaryReader"),
        (KnownType.BinaryWriter, "System.IO.BinaryWriter"),
        (KnownType.PipeReader, "System.IO.Pipelines.PipeReader"),
        (KnownType.PipeWriter, "System.IO.Pipelines.PipeWriter"),
        (KnownType.StreamPipeExtensions, "System.IO.Pipelines.StreamPipeExtensions"),
        (KnownType.Disposable, "System.IDisposable"),
        (KnownType.AsyncDisposable, "System.IAsyncDisposable"),
        (KnownType.EndPoint, "System.Net.EndPoint"),
        (KnownType.IPEndPoint, "System.Net.IPEndPoint"),
        (KnownType.UnixDomainSocketEndPoint, "System.Net.Sockets.UnixDomainSocketEndPoint"),
        (KnownType.IPAddress, "System.Net.IPAddress"),
        (KnownType.Task, "System.Threading.Tasks.Task"),
        (KnownType.ValueTask, "System.Threading.Tasks.ValueTask"),
        (KnownType.GenericTask, "System.Threading.Tasks.Task`1"),
        (KnownType.GenericValueTask, "System.Threading.Tasks.ValueTask`1"),
        (KnownType.SocketException, "System.Net.Sockets.SocketException"),
        (KnownType.IOException, "System.IO.IOException"),
        (KnownType.Exception, "System.Exception"),
    };

    private static readonly ConditionalWeakTable<Compilation, StrongBox<KnownTypes?>> s_all = new();

    private readonly Dictionary<ISymbol, KnownType> _types;
    private readonly INamedTypeSymbol?[] _symbols;
    private readonly ConcurrentDictionary<ISymbol, KnownType> _nearest = new(DefinitionComparer.Instance);
    private readonly Func<ISymbol, KnownType> _findNearest;
    private readonly ConcurrentDictionary<ISymbol, bool> _namesSockets = new(DefinitionComparer.Instance);
    private readonly Func<ISymbol, bool> _findNamesSockets;

    private KnownTypes(Dictionary<ISymbol, KnownType> types, INamedTypeSymbol?[] symbols)
    {
        _types = types;
        _symbols = symbols;
        _findNearest = FindNearest;
        _findNamesSockets = FindNamesSockets;
        Table = new ProtocolTable(this);
    }

    /// <summary>What the members of these types do, remembered for all who ask.</summary>
    public ProtocolTable Table { get; }

    /// <summary>The known types of a project that has to do with sockets, else null. Every analyzer of the compilation gets the same.</summary>
    public static KnownTypes? For(Compilation compilation, CancellationToken cancellation) =>
        s_all.GetValue(compilation, key => new StrongBox<KnownTypes?>(SocketMentions.Exist(key, cancellation) ? Create(key) : null)).Value;

    /// <summary>The known types of <paramref name="compilation"/>, or null where its framework has no sockets at all.</summary>
    public static KnownTypes? Create(Compilation compilation)
    {
        var platform = new PlatformTypes(compilation);
        if (platform.Find(MetadataNames[0].MetadataName) is null)
            return null;

        var types = new Dictionary<ISymbol, KnownType>(MetadataNames.Length, DefinitionComparer.Instance);
        var symbols = new INamedTypeSymbol?[MetadataNames.Length + 1];
        foreach (var (type, metadataName) in MetadataNames)
        {
            var symbol = platform.Find(metadataName);
            symbols[(int)type] = symbol;
            if (symbol is not null)
                types[symbol] = type;
        }

        return new KnownTypes(types, symbols);
    }

    /// <summary>The type's symbol, or null where the target framework lacks it.</summary>
    public INamedTypeSymbol? this[KnownType type] => _symbols[(int)type];

    /// <summary>The exact known type of <paramref name="type"/>, without looking at its bases.</summary>
    public KnownType Of(ITypeSymbol? type) =>
        type is not null && _types.TryGetValue(type.OriginalDefinition, out var known) ? known : KnownType.None;

    /// <summary>The nearest known type among <paramref name="type"/> and its base classes.</summary>
    public KnownType NearestOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol ? _nearest.GetOrAdd(type.OriginalDefinition, _findNearest) : KnownType.None;

    /// <summary>
    /// Whether a member declared in <paramref name="assembly"/> can have a socket's type in its signature. Most assemblies of the platform
    /// do not refer to sockets, and most calls of a project go there.
    /// </summary>
    public bool CanNameSockets(IAssemblySymbol? assembly) => assembly is null || _namesSockets.GetOrAdd(assembly, _findNamesSockets);

    private bool FindNamesSockets(ISymbol assembly) =>
        assembly is ISourceAssemblySymbol || IsHomeOfSockets(assembly.Name) || ((IAssemblySymbol)assembly).RefersTo(IsHomeOfSockets);

    // By name, with those that forward the types: a library may have been built for another framework.
    private bool IsHomeOfSockets(string assembly) =>
        assembly is "System.Net.Sockets" or "System.Net.Security" or "System" or "netstandard"
        || assembly == this[KnownType.Socket]?.ContainingAssembly.Name || assembly == this[KnownType.SslStream]?.ContainingAssembly.Name;

    private KnownType FindNearest(ISymbol type)
    {
        for (var t = (ITypeSymbol?)type; t is not null; t = t.BaseType)
        {
            var known = Of(t);
            if (known != KnownType.None)
                return known;
        }

        return KnownType.None;
    }
}
