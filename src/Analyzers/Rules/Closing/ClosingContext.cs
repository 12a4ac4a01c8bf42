using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What the rules about closes know of one compilation. Each body is read once, however often it is asked for. Thread-safe.</summary>
internal sealed class ClosingContext
{
    private static readonly ConditionalWeakTable<Compilation, ClosingContext> s_all = new();

    private readonly ConcurrentDictionary<SyntaxNode, BodyEndings> _endings = new();

    private readonly ConcurrentDictionary<ISymbol, bool> _mentionsConnected = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _mentionsShutdown = new(SymbolEqualityComparer.Default);

    private ClosingContext(Compilation compilation, KnownTypes types)
    {
        Compilation = compilation;
        Types = types;
        Tests = new TestCode(compilation);
        Index = NameIndex.For(compilation);
        Routes = new ExceptionRoutes(types);
    }

    public Compilation Compilation { get; }

    public KnownTypes Types { get; }

    public TestCode Tests { get; }

    public NameIndex Index { get; }

    public ExceptionRoutes Routes { get; }

    // Asked for each condition of the compilation: a closure only for the first.
    public static ClosingContext For(Compilation compilation, KnownTypes types) => s_all.TryGetValue(compilation, out var known) ? known : Create(compilation, types);

    private static ClosingContext Create(Compilation compilation, KnownTypes types) => s_all.GetValue(compilation, key => new ClosingContext(key, types));

    public PlaceReader Places(CancellationToken cancellation) => new(Compilation, Types, cancellation);

    /// <summary>What <paramref name="call"/> does to a connection, by the protocol table.</summary>
    public SocketEvent EventOf(IInvocationOperation call)
    {
        var receiver = call.Instance is { } instance ? ValueReader.Unwrap(instance).Type : null;
        return Types.Table.Of(call.TargetMethod, receiver)?.Event ?? SocketEvent.Irrelevant;
    }

    /// <summary>Whether a property or method of this compilation names <c>Connected</c>: looked for in its text, before anything of it is bound.</summary>
    public bool MentionsConnected(ISymbol member, CancellationToken cancellation) => Mentions(member, "Connected", _mentionsConnected, cancellation);

    /// <summary>The same for <c>Shutdown</c>.</summary>
    public bool MentionsShutdown(ISymbol member, CancellationToken cancellation) => Mentions(member, "Shutdown", _mentionsShutdown, cancellation);

    public static bool NamesConnected(SyntaxNode code) => Names(code, "Connected");

    private bool Mentions(ISymbol member, string name, ConcurrentDictionary<ISymbol, bool> all, CancellationToken cancellation)
    {
        if (all.TryGetValue(member, out var known))
            return known;
        var mentions = Compilation.DeclarationsOf(member) is { Length: 1 } declarations && Names(declarations[0].GetSyntax(cancellation), name);
        return all[member] = mentions;
    }

    private static bool Names(SyntaxNode code, string name)
    {
        foreach (var node in code.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name)
                return true;
        }

        return false;
    }

    /// <summary>The endings of the body that <paramref name="inside"/> stands in.</summary>
    public BodyEndings EndingsAround(IOperation inside, CancellationToken cancellation) => Endings(inside.Root(), cancellation);

    /// <summary>The endings of a method of this compilation; null for one without a body here.</summary>
    public BodyEndings? EndingsOf(IMethodSymbol method, CancellationToken cancellation)
    {
        method = Callee.Definition(method);
        if (Compilation.DeclarationsOf(method) is not { Length: 1 } declarations)
            return null;
        var code = declarations[0].GetSyntax(cancellation);
        if (_endings.TryGetValue(code, out var known))
            return known;
        return Compilation.OperationOf(code, cancellation) is { } body ? Endings(body, cancellation) : null;
    }

    private BodyEndings Endings(IOperation root, CancellationToken cancellation)
    {
        if (!_endings.TryGetValue(root.Syntax, out var endings))
            _endings[root.Syntax] = endings = BodyEndings.Read(root, this, cancellation);
        return endings;
    }
}
