using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Scan;

/// <summary>
/// Counts the calls that the rules could see, and those that look like a socket's and could not be bound: an argument or the receiver
/// has a type that is not there. An analyzer itself, so that nothing is bound twice; it reports nothing.
/// </summary>
#pragma warning disable RS1001, RS1036, RS2008 // It is part of this program, no analyzer of a package.
internal sealed class CallCounter : DiagnosticAnalyzer
{
    // A driver asks for at least one.
    private static readonly DiagnosticDescriptor Nothing = new("SCAN000", "Calls", "Calls", "Scan", DiagnosticSeverity.Hidden, isEnabledByDefault: true);
    private static readonly string[] TypeNames = ["Socket", "TcpClient", "TcpListener", "UdpClient", "NetworkStream"];

    // Clients of every kind have these, so on a receiver of unknown type they say nothing.
    private static readonly string[] CommonNames = ["Start", "Stop", "Dispose", "Close", "Bind", "Connect", "ConnectAsync", "Send", "SendAsync"];

    private readonly ConcurrentQueue<Place> _unbound = new();
    private int _bound;

    public int Bound => _bound;

    public IReadOnlyCollection<Place> Unbound => _unbound;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Nothing];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var names = NamesOf(start.Compilation);
            start.RegisterOperationAction(CountBound, OperationKind.Invocation, OperationKind.ObjectCreation);
            start.RegisterOperationAction(invalid => CountInvalid(invalid, names), OperationKind.Invalid);
        });
    }

    private static bool IsSocketType(ITypeSymbol? type) =>
        type is { ContainingNamespace: { Name: "Sockets", ContainingNamespace: { Name: "Net", ContainingNamespace.Name: "System" } } };

    /// <summary>The methods of the socket types that neither streams nor everything else have.</summary>
    private static HashSet<string> NamesOf(Compilation compilation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in TypeNames)
            names.UnionWith(MethodsOf(compilation.GetTypeByMetadataName("System.Net.Sockets." + type)));
        names.ExceptWith(MethodsOf(compilation.GetTypeByMetadataName("System.IO.Stream")));
        names.ExceptWith(MethodsOf(compilation.GetSpecialType(SpecialType.System_Object)));
        names.ExceptWith(CommonNames);
        return names;
    }

    private static IEnumerable<string> MethodsOf(INamedTypeSymbol? type) =>
        type is null ? [] : type.GetMembers().OfType<IMethodSymbol>().Where(method => method is { MethodKind: MethodKind.Ordinary, IsStatic: false }).Select(method => method.Name);

    private void CountBound(OperationAnalysisContext context)
    {
        var method = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (IsSocketType(method?.ContainingType) || (method is { IsExtensionMethod: true, Parameters: [{ } receiver, ..] } && IsSocketType(receiver.Type)))
            Interlocked.Increment(ref _bound);
    }

    private void CountInvalid(OperationAnalysisContext context, HashSet<string> names)
    {
        if (context.Operation is not { SemanticModel: { } model, Syntax: InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax } operation)
            return;
        var info = model.GetSymbolInfo(operation.Syntax, context.CancellationToken);
        var isSockets = info.CandidateSymbols.Any(candidate => IsSocketType(candidate.ContainingType));
        if (isSockets || (info is { Symbol: null, CandidateSymbols.IsEmpty: true } && HasSocketName(operation.Syntax, names)))
        {
            if (Place.Of(operation.Syntax.GetLocation()) is { } place)
                _unbound.Enqueue(place);
        }
    }

    private static bool HasSocketName(SyntaxNode syntax, HashSet<string> names) => syntax is InvocationExpressionSyntax call && call.Expression switch
    {
        MemberAccessExpressionSyntax member => names.Contains(member.Name.Identifier.ValueText),
        MemberBindingExpressionSyntax binding => names.Contains(binding.Name.Identifier.ValueText),
        _ => false,
    };
}
