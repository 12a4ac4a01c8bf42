using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>A writer that is disposed before the answer is read: where it is made, and the statement that ends it.</summary>
internal sealed class EarlyWriter
{
    private EarlyWriter(BaseObjectCreationExpressionSyntax creation, StatementSyntax? end, ISymbol? variable, ConnectionNames names)
    {
        Creation = creation;
        End = end;
        Variable = variable;
        Names = names;
    }

    public BaseObjectCreationExpressionSyntax Creation { get; }

    /// <summary>What has flushed it when it is over; null where nothing can stand behind that.</summary>
    public StatementSyntax? End { get; }

    public ISymbol? Variable { get; }

    public ConnectionNames Names { get; }

    public static EarlyWriter? At(FixSite site)
    {
        var (expression, end) = EndAt(site);
        var creation = expression as BaseObjectCreationExpressionSyntax
            ?? (expression is IdentifierNameSyntax && site.Model.GetSymbolInfo(expression).Symbol is ILocalSymbol ? SocketExpression.CreationOf(site, expression) : null);
        if (creation?.ArgumentList?.Arguments.FirstOrDefault() is not { } stream || !IsNamed(site, stream.Expression))
            return null;
        var variable = creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } ? site.Model.GetDeclaredSymbol(declarator) : null;
        var names = ConnectionNames.Of(site, site.Witnesses.Prepend(stream.Expression).ToArray());
        // A writer in a field may be what closes the connection somewhere else.
        var isLocal = variable is ILocalSymbol || creation.Parent is UsingStatementSyntax;
        return isLocal && names.Function.Span.Contains(creation.Span) ? new EarlyWriter(creation, end, variable, names) : null;
    }

    /// <summary>A connection that this function made is closed by more than the writer; any other has an owner elsewhere.</summary>
    public bool IsClosedByOthers(SemanticModel model) =>
        !Names.Symbols.Any(symbol => symbol is ILocalSymbol && !Is(symbol) && symbol.DeclaringSyntaxReferences.Any(declared => IsMadeHere(model, declared.GetSyntax())))
        || Names.Function.DescendantNodes().Any(Closes);

    private static (ExpressionSyntax? Writer, StatementSyntax? End) EndAt(FixSite site)
    {
        if (EndCall.At(site.Node) is { } call)
            return call.IsClose(site.Model) ? (call.Receiver, call.Statement) : default;
        if (site.Node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Initializer.Value: { } value } variable)
            return (value, variable.Parent?.Parent as UsingStatementSyntax ?? variable.Parent?.Parent?.Parent as BlockSyntax as StatementSyntax);
        return site.Node.FirstAncestorOrSelf<UsingStatementSyntax>() is { Expression: { } expression } scope && expression.Span.Contains(site.Node.Span) ? (expression, scope) : default;
    }

    // A stream that is made in the argument would be left to nobody.
    private static bool IsNamed(FixSite site, ExpressionSyntax stream) =>
        SocketExpression.IsRepeatable(site.Model, stream)
        || (stream is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetStream" } view } && SocketExpression.IsRepeatable(site.Model, view.Expression));

    private static bool IsMadeHere(SemanticModel model, SyntaxNode declaration)
    {
        if (declaration is not VariableDeclaratorSyntax { Initializer.Value: { } value })
            return true;
        var type = model.GetTypeInfo(value).Type;
        return value switch
        {
            // A stream over a socket is the socket's owner only when it was told so.
            BaseObjectCreationExpressionSyntax made => ConnectionNames.IsA(type, "Socket", "TcpClient") || (ConnectionNames.IsA(type, "NetworkStream") && made.ArgumentList?.Arguments.Count > 1),
            InvocationExpressionSyntax or AwaitExpressionSyntax => ConnectionNames.IsA(type, "Socket", "TcpClient"),
            _ => false,
        };
    }

    private bool Closes(SyntaxNode node) => node switch
    {
        ExpressionStatementSyntax statement => statement != End && EndCall.Of(statement) is { Name: "Close" or "Dispose" } call && IsOther(call.Receiver),
        UsingStatementSyntax { Expression: { } expression } => IsOther(expression),
        VariableDeclaratorSyntax { Parent.Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } declared =>
            Names.Symbols.Any(symbol => !Is(symbol) && symbol.DeclaringSyntaxReferences.Any(reference => reference.Span == declared.Span)),
        _ => false,
    };

    private bool IsOther(ExpressionSyntax expression) => Names.Contains(expression) && !(expression is IdentifierNameSyntax name && name.Identifier.ValueText == Variable?.Name);

    private bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, Variable);
}
