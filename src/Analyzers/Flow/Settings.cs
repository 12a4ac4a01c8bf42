using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether somebody's setting decides if an operation runs: a parameter, a field, the command line, the environment, a configuration. The
/// system that the program runs on is no setting, and what a connection or its address is neither.
/// </summary>
internal sealed class Settings
{
    // Variables in variables; beyond it nothing is claimed.
    private const int MaxDepth = 4;
    private const int MaxSteps = 100;

    private readonly FlowContext _context;
    private readonly CancellationToken _cancellation;
    private int _steps;

    private Settings(FlowContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    /// <summary>A condition around <paramref name="operation"/> that does not decide on <paramref name="creation"/>, the making of the whole socket, too.</summary>
    public static bool Choose(FlowContext context, SyntaxNode operation, SyntaxNode? creation, CancellationToken cancellation)
    {
        var settings = new Settings(context, cancellation);
        SemanticModel? model = null;
        for (var node = operation.Parent; node is not null and not BaseMethodDeclarationSyntax and not AccessorDeclarationSyntax; node = node.Parent)
        {
            if (ConditionOf(node) is { } condition && !condition.Span.Contains(operation.Span) && (creation is null || !node.Span.Contains(creation.Span))
                && settings.IsSetting(model ??= context.Compilation.GetSemanticModel(node.SyntaxTree), condition, depth: 0))
                return true;
        }

        return false;
    }

    /// <summary>The same inside a helper, which a setting may also leave before it gets there.</summary>
    public static bool ChooseInHelper(FlowContext context, SyntaxNode operation, CancellationToken cancellation)
    {
        if (Choose(context, operation, null, cancellation))
            return true;
        var settings = new Settings(context, cancellation);
        SemanticModel? model = null;
        for (SyntaxNode? node = operation; node?.Parent is { } parent and not BaseMethodDeclarationSyntax and not AccessorDeclarationSyntax; node = parent)
        {
            if (parent is not BlockSyntax block)
                continue;
            foreach (var statement in block.Statements)
            {
                if (statement.SpanStart >= node.SpanStart)
                    break;
                if (statement is IfStatementSyntax { Statement: ReturnStatementSyntax or BlockSyntax { Statements: { Count: 1 } } } branch
                    && (branch.Statement as ReturnStatementSyntax ?? ((BlockSyntax)branch.Statement).Statements[0]) is ReturnStatementSyntax
                    && settings.IsSetting(model ??= context.Compilation.GetSemanticModel(statement.SyntaxTree), branch.Condition, depth: 0))
                    return true;
            }
        }

        return false;
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax branch => branch.Condition,
        ConditionalExpressionSyntax conditional => conditional.Condition,
        WhileStatementSyntax loop => loop.Condition,
        SwitchStatementSyntax choice => choice.Expression,
        SwitchExpressionSyntax choice => choice.GoverningExpression,
        _ => null,
    };

    private bool IsSetting(SemanticModel model, ExpressionSyntax value, int depth)
    {
        if (depth > MaxDepth || ++_steps > MaxSteps)
            return true;
        foreach (var node in value.DescendantNodesAndSelf())
        {
            if (node is SimpleNameSyntax name && model.GetSymbolInfo(name, _cancellation).Symbol is { } symbol && IsSetting(model, symbol, depth))
                return true;
        }

        return false;
    }

    private bool IsSetting(SemanticModel model, ISymbol symbol, int depth) => symbol switch
    {
        IFieldSymbol { IsConst: false } field => _context.Compilation.Assembly.Equals(field.ContainingAssembly, SymbolEqualityComparer.Default) && IsOfUser(field.Type),
        IPropertySymbol property => !IsOfSystem(property.ContainingType) && IsOfUser(property.Type) && (property.IsIndexer || !IsOfFramework(property)),
        IParameterSymbol parameter => IsOfUser(parameter.Type),
        ILocalSymbol { IsConst: false } local => IsOfUser(local.Type) && (LocalValues.Of(local, _cancellation) is not { } values || values.Any(value => IsSetting(model, value, depth + 1))),
        IMethodSymbol method => method.Name is "GetEnvironmentVariable" or "GetCommandLineArgs" or "GetSwitch" or "TryGetSwitch" || (method.MethodKind == MethodKind.Ordinary && !IsOfFramework(method)),
        _ => false,
    };

    // What the connection or the system says is no setting.
    private bool IsOfUser(ITypeSymbol type) =>
        !_context.Kinds.CanHoldConnection(type) && type.ContainingNamespace is not ({ Name: "Net", ContainingNamespace.Name: "System" } or { Name: "Sockets", ContainingNamespace.Name: "Net" });

    private static bool IsOfFramework(ISymbol symbol) => symbol.RootNamespace() == "System";

    private static bool IsOfSystem(INamedTypeSymbol? type) =>
        type is { Name: "OperatingSystem" or "Environment", ContainingNamespace.Name: "System" } or { Name: "RuntimeInformation" };
}
