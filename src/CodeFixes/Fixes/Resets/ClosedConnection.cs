using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.Resets;

/// <summary>What the handler of a reset closes, and from where on it can be named.</summary>
internal sealed class ClosedConnection
{
    // A stream over a stream over a client: more is no code that somebody wrote.
    private const int LongestChain = 8;

    private ClosedConnection(string close, SyntaxNode? declaration, bool isFresh)
    {
        Close = close;
        Declaration = declaration;
        IsFresh = isFresh;
    }

    /// <summary>The statement; empty where a <c>using</c> closes it.</summary>
    public string Close { get; }

    /// <summary>The local or pattern of the function itself that names it; null where it is named outside.</summary>
    public SyntaxNode? Declaration { get; }

    /// <summary>Made by the function: no other run of it has closed this one.</summary>
    public bool IsFresh { get; }

    /// <summary>The connection of the failing call; null where nothing in the code names it.</summary>
    public static ClosedConnection? Of(FailingCall call)
    {
        if (IsClosedOnTheWay(call))
            return new ClosedConnection(string.Empty, null, isFresh: true);
        foreach (var candidate in Candidates(call))
        {
            if (Trace(call, candidate) is { } found)
                return found;
        }

        return null;
    }

    private static ExpressionSyntax?[] Candidates(FailingCall call)
    {
        if (call.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } invocation)
            return System.Array.Empty<ExpressionSyntax?>();
        var model = call.Site.Model;
        var handedOver = invocation.ArgumentList.Arguments.Select(argument => argument.Expression).Where(argument => IsConnection(model.GetTypeInfo(argument).Type)).ToArray();
        return new[] { ReceiverOf(invocation), handedOver.Length == 1 ? handedOver[0] : null, FieldBelow(call) };
    }

    private static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        MemberBindingExpressionSyntax => call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().First(around => around.WhenNotNull.Span.Contains(call.Span)).Expression,
        _ => null,
    };

    // The socket call in a helper of the same type, where it is made on a field.
    private static ExpressionSyntax? FieldBelow(FailingCall call)
    {
        var inner = call.Site.Witnesses.FirstOrDefault()?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (inner is null || ReceiverOf(inner) is not { } receiver || call.Node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || !type.Span.Contains(inner.Span))
            return null;
        var first = receiver.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault();
        return first is not null && call.Site.Model.GetSymbolInfo(first).Symbol is IFieldSymbol or IPropertySymbol
            && SymbolEqualityComparer.Default.Equals(call.Site.Model.GetSymbolInfo(first).Symbol!.ContainingType, call.Site.Model.GetDeclaredSymbol(type))
            ? receiver
            : null;
    }

    private static ClosedConnection? Trace(FailingCall call, ExpressionSyntax? expression)
    {
        var model = call.Site.Model;
        for (var i = 0; i < LongestChain && expression is not null; i++)
        {
            expression = Bare(expression);
            if (Below(model, expression) is { } below)
            {
                expression = below;
                continue;
            }

            if (!IsConnection(model.GetTypeInfo(expression).Type) || !IsNamed(model, expression))
                return null;
            if (DeclarationInside(call, expression) is not { } declaration)
                return new ClosedConnection(CloseOf(model, expression), null, isFresh: false);
            var value = (declaration as VariableDeclaratorSyntax)?.Initializer?.Value;
            if (value is not null && !IsTransport(model.GetTypeInfo(expression).Type) && Below(model, Bare(value)) is { } under && Trace(call, under) is { } transport)
                return transport;
            return new ClosedConnection(CloseOf(model, expression), declaration, value is not null && IsMade(Bare(value)));
        }

        return null;
    }

    // What a stream, reader or writer was made over: "client.GetStream()", "new StreamReader(stream)".
    private static ExpressionSyntax? Below(SemanticModel model, ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetStream" } access } => access.Expression,
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } made when IsConnection(model.GetTypeInfo(made).Type) && IsConnection(model.GetTypeInfo(arguments[0].Expression).Type)
            => arguments[0].Expression,
        _ => null,
    };

    private static bool IsMade(ExpressionSyntax value) => value is BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or InvocationExpressionSyntax;

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax { Expression: not (CastExpressionSyntax or BinaryExpressionSyntax) } parenthesized:
                    expression = parenthesized.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                    expression = suppressed.Operand;
                    break;
                case AwaitExpressionSyntax awaited:
                    return awaited;
                default:
                    return expression;
            }
        }
    }

    // A name, members of one, or a cast of one: to write it once more means the same object.
    private static bool IsNamed(SemanticModel model, ExpressionSyntax expression)
    {
        while (true)
        {
            switch (Bare(expression))
            {
                case ParenthesizedExpressionSyntax { Expression: CastExpressionSyntax cast }:
                    expression = cast.Expression;
                    break;
                case ParenthesizedExpressionSyntax { Expression: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } converted }:
                    expression = converted.Left;
                    break;
                case MemberAccessExpressionSyntax access when model.GetSymbolInfo(access).Symbol is IFieldSymbol or IPropertySymbol or INamespaceOrTypeSymbol:
                    expression = access.Expression;
                    break;
                case ThisExpressionSyntax:
                    return true;
                case SimpleNameSyntax name:
                    return model.GetSymbolInfo(name).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol or INamedTypeSymbol;
                case PredefinedTypeSyntax or AliasQualifiedNameSyntax:
                    return true;
                default:
                    return false;
            }
        }
    }

    private static string CloseOf(SemanticModel model, ExpressionSyntax expression)
    {
        var text = expression.WithoutTrivia().ToString();
        var type = model.GetTypeInfo(expression).Type;
        var symbol = model.GetSymbolInfo(expression).Symbol;
        var isNullable = symbol switch
        {
            IFieldSymbol field => field.NullableAnnotation,
            IPropertySymbol property => property.NullableAnnotation,
            // "var" is nullable always; what it holds here counts.
            ILocalSymbol => model.GetTypeInfo(expression).Nullability.FlowState == NullableFlowState.MaybeNull ? NullableAnnotation.Annotated : NullableAnnotation.None,
            IParameterSymbol parameter => parameter.NullableAnnotation,
            _ => NullableAnnotation.None,
        } == NullableAnnotation.Annotated;
        var access = isNullable ? "?." : ".";
        // To dispose a writer would flush what it holds into the broken connection, and that throws.
        return text + access + (IsWriter(type) ? "BaseStream.Dispose();" : "Dispose();");
    }

    private static SyntaxNode? DeclarationInside(FailingCall call, ExpressionSyntax expression)
    {
        var first = expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .FirstOrDefault(name => call.Site.Model.GetSymbolInfo(name).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol);
        if (first is null || call.Site.Model.GetSymbolInfo(first).Symbol is not ILocalSymbol local)
            return null;
        var declaration = local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(call.Site.Cancellation);
        return declaration is not null && call.Function?.Span.Contains(declaration.Span) == true && declaration.SyntaxTree == call.Node.SyntaxTree ? declaration : null;
    }

    // Whether a "using" between the failing call and the function closes a connection.
    private static bool IsClosedOnTheWay(FailingCall call)
    {
        var model = call.Site.Model;
        for (var node = call.Node; node is not null && node != call.Function; node = node.Parent)
        {
            if (node is UsingStatementSyntax { Expression: { } owned } && IsConnection(model.GetTypeInfo(owned).Type))
                return true;
            if (node is UsingStatementSyntax { Declaration: { } declaration } && IsConnection(model.GetTypeInfo(declaration.Type).Type))
                return true;
            if (node.Parent is BlockSyntax block && block.Statements.TakeWhile(statement => statement != node).OfType<LocalDeclarationStatementSyntax>().Any(local =>
                    local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) && IsConnection(model.GetTypeInfo(local.Declaration.Type).Type)))
                return true;
        }

        return false;
    }

    private static bool IsTransport(ITypeSymbol? type) => type?.Name is "Socket" or "TcpClient";

    private static bool IsWriter(ITypeSymbol? type) => type?.Name is "StreamWriter" or "BinaryWriter";

    public static bool IsConnection(ITypeSymbol? type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Name is "Socket" or "TcpClient" or "NetworkStream" or "SslStream" or "BufferedStream" or "StreamReader" or "StreamWriter" or "BinaryReader" or "BinaryWriter")
                return true;
        }

        return type is { Name: "Stream", ContainingNamespace: { Name: "IO" } };
    }
}
