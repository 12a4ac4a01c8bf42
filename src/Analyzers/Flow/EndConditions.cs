using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SocketAnalyzers.Flow;

/// <summary>
/// What a condition asks before an end: whether the other direction has ended too (a flag that is set meanwhile, a counter, a state),
/// or only what the read itself gave, and whether somebody has closed already. The question behind it: would it let the first end through?
/// </summary>
internal sealed class EndConditions
{
    // Conditions in conditions, and the methods that they call; beyond it nothing is claimed.
    private const int MaxDepth = 24;
    private const int MaxSteps = 500;

    private readonly FlowContext _context;
    private readonly SyntaxNode? _read;
    private readonly int _depth;
    private readonly CancellationToken _cancellation;
    private int _steps;

    public EndConditions(FlowContext context, SemanticModel model, SyntaxNode? read, int depth, CancellationToken cancellation)
    {
        _context = context;
        Model = model;
        _read = read;
        _depth = depth;
        _cancellation = cancellation;
    }

    public SemanticModel Model { get; }

    /// <summary>Whether it takes the other direction to make <paramref name="condition"/> <paramref name="when"/>.</summary>
    public bool Wait(ExpressionSyntax condition, bool when) => Wait(condition, when, _depth);

    /// <summary>Whether the value depends on what others do: a field, a counter, a task.</summary>
    public bool ReadsOthers(ExpressionSyntax value) => ReadsOthers(value, _depth);

    /// <summary>It asks a connection whether something has come.</summary>
    public bool AsksForData(ExpressionSyntax condition)
    {
        foreach (var node in condition.DescendantNodesAndSelf())
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Available" or "DataAvailable" } member && _context.Kinds.IsConnection(Model.GetTypeInfo(member.Expression, _cancellation).Type))
                return true;
        }

        return false;
    }

    private bool Wait(ExpressionSyntax condition, bool when, int depth)
    {
        if (depth > MaxDepth || ++_steps > MaxSteps)
            return true;
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inner:
                return Wait(inner.Expression, when, depth + 1);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Wait(not.Operand, !when, depth + 1);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } chain:
                return WaitForChain(chain, when, depth);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison:
                return WaitForEquality(comparison.Left, comparison.Right, when == comparison.IsKind(SyntaxKind.EqualsExpression), depth);
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } test:
                return WaitForEquality(test.Expression, constant.Expression, when, depth);
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } test:
                return WaitForEquality(test.Expression, constant.Expression, !when, depth);
            case LiteralExpressionSyntax:
                return false;
            case SimpleNameSyntax or MemberAccessExpressionSyntax when Model.GetSymbolInfo(condition, _cancellation).Symbol is { } symbol:
                return WaitForFlag(condition, symbol, when, depth);
            case InvocationExpressionSyntax call when Model.GetSymbolInfo(call, _cancellation).Symbol is IMethodSymbol method:
                return WaitForCall(call, method, when, depth);
            default:
                return ReadsOthers(condition, depth);
        }
    }

    // All of "a && b" must be true, so one that waits is enough; of "a || b" each must wait.
    private bool WaitForChain(BinaryExpressionSyntax chain, bool when, int depth)
    {
        var kind = chain.Kind();
        var oneIsEnough = kind == SyntaxKind.LogicalAndExpression == when;
        ExpressionSyntax rest = chain;
        while (rest is BinaryExpressionSyntax next && next.IsKind(kind))
        {
            if (Wait(next.Right, when, depth + 1) == oneIsEnough)
                return oneIsEnough;
            rest = next.Left;
        }

        return Wait(rest, when, depth + 1);
    }

    private bool WaitForEquality(ExpressionSyntax left, ExpressionSyntax right, bool isEqual, int depth)
    {
        if (!Model.GetConstantValue(right, _cancellation).HasValue && Model.GetConstantValue(left, _cancellation).HasValue)
            (left, right) = (right, left);
        if (Model.GetConstantValue(right, _cancellation) is not { HasValue: true } constant)
            return ReadsOthers(left, depth) || ReadsOthers(right, depth);
        if (constant.Value is bool value)
            return Wait(left, value == isEqual, depth + 1);
        if (!ReadsOthers(left, depth))
            return false;
        // What is there at the beginning lets the first one through: "if (_closed == 0)", and Exchange, which gives the old value.
        return GuardedPlace(left) is not { } place || place.IsCounted || Equals(place.First, constant.Value) != isEqual;
    }

    private FlagPlace? GuardedPlace(ExpressionSyntax value)
    {
        if (value is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call)
        {
            if (Model.GetSymbolInfo(call, _cancellation).Symbol is not IMethodSymbol { Name: "Exchange" or "CompareExchange" or "Read", ContainingType.Name: "Interlocked" or "Volatile" })
                return null;
            value = arguments[0].Expression;
        }

        return value is SimpleNameSyntax or MemberAccessExpressionSyntax && Model.GetSymbolInfo(value, _cancellation).Symbol is { } symbol
            ? _context.FlagPlaceOf(symbol, _cancellation)
            : null;
    }

    private bool WaitForFlag(ExpressionSyntax use, ISymbol symbol, bool when, int depth)
    {
        switch (symbol)
        {
            case IFieldSymbol { IsConst: true }:
                return false;
            case ILocalSymbol local:
                return LocalValues.Of(local, _cancellation) is { } values && !values.IsFlag
                    ? values.Any(value => !IsData(value) && Wait(value, when, depth + 1))
                    : when || _context.FlagPlaceOf(local, _cancellation) is { First: true };
            case IFieldSymbol:
                return when || _context.FlagPlaceOf(symbol, _cancellation) is { First: true };
            case IPropertySymbol property when _context.Compilation.Declares(property):
                return _context.Kinds.IsAutoProperty(property) || property.GetMethod is null
                    ? when || _context.FlagPlaceOf(property, _cancellation) is { First: true }
                    : WaitForResult(property.GetMethod, when, depth);
            case IPropertySymbol property when use is MemberAccessExpressionSyntax member:
                return TaskMembers.IsTask(property.ContainingType) ? when : ReadsOthers(member.Expression, depth);
            case IParameterSymbol parameter:
                // "Dispose(bool disposing)" says who calls, not what has ended.
                return parameter.Type.SpecialType == SpecialType.System_Boolean && parameter.ContainingSymbol.Name != "Dispose";
            default:
                return false;
        }
    }

    private bool WaitForCall(InvocationExpressionSyntax call, IMethodSymbol method, bool when, int depth)
    {
        if (_read is not null && call.Span.Contains(_read.Span))
            return false;
        if (method.ContainingType is { Name: "Interlocked" or "Volatile" })
            return method.Name is not ("Exchange" or "CompareExchange" or "Read") || when;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return true;
        return _context.Compilation.Declares(method) ? WaitForResult(method, when, depth) : IsOfThreads(method.ContainingType) || ReadsOthers(call, depth);
    }

    // Each way on which the method returns the value has to wait.
    private bool WaitForResult(IMethodSymbol method, bool when, int depth)
    {
        if (method.IsAbstract || method.IsVirtual || method.IsOverride || method.DeclaringSyntaxReferences.Length != 1 || depth >= MaxDepth)
            return true;
        var declaration = method.DeclaringSyntaxReferences[0].GetSyntax(_cancellation);
        // The steps of the callee are this one's too: conditions that call conditions end all the same.
        var inner = new EndConditions(_context, _context.Compilation.GetSemanticModel(declaration.SyntaxTree), read: null, depth + 8, _cancellation) { _steps = _steps };
        var waits = inner.WaitsForResult(declaration, when);
        _steps = inner._steps;
        return waits;
    }

    private bool WaitsForResult(SyntaxNode declaration, bool when)
    {
        if (ExpressionOf(declaration) is { } expression)
            return Wait(expression, when);
        foreach (var node in declaration.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax))
        {
            if (node is not ReturnStatementSyntax { Expression: { } value } result || Model.GetConstantValue(value, _cancellation) is { Value: bool constant } && constant != when)
                continue;
            if (!Wait(value, when) && !EndGuards.Decide(this, _context.Waits, result, null, _cancellation))
                return false;
        }

        return true;
    }

    private static ExpressionSyntax? ExpressionOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression,
        AccessorDeclarationSyntax accessor => accessor.ExpressionBody?.Expression,
        ArrowExpressionClauseSyntax arrow => arrow.Expression,
        PropertyDeclarationSyntax property => property.ExpressionBody?.Expression,
        _ => null,
    };

    private bool ReadsOthers(ExpressionSyntax value, int depth)
    {
        if (depth > MaxDepth || ++_steps > MaxSteps)
            return true;
        if (IsData(value))
            return false;
        foreach (var node in value.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax))
        {
            switch (node)
            {
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression }:
                    return true;
                case SimpleNameSyntax name when Model.GetSymbolInfo(name, _cancellation).Symbol is { } symbol && IsOthers(name, symbol, depth):
                    return true;
            }
        }

        return false;
    }

    private bool IsOthers(SyntaxNode use, ISymbol symbol, int depth) => symbol switch
    {
        IFieldSymbol { IsConst: false } field => !IsConnection(field.Type) && _context.Compilation.Declares(field),
        IPropertySymbol property => _context.Compilation.Declares(property) && !IsConnection(property.Type),
        IMethodSymbol { MethodKind: not MethodKind.Constructor } method => _context.Compilation.Declares(method) || IsOfThreads(method.ContainingType),
        IParameterSymbol parameter => TaskMembers.IsTask(parameter.Type) || parameter.Type.SpecialType == SpecialType.System_Boolean,
        ILocalSymbol { IsConst: false } local => TaskMembers.IsTask(local.Type)
            || (LocalValues.Of(local, _cancellation) is { } values && ((values.IsCounted && IsCaptured(use, local)) || values.Any(value => ReadsOthers(value, depth + 1)))),
        _ => false,
    };

    // A variable of the function around this one, which both directions count.
    private bool IsCaptured(SyntaxNode use, ILocalSymbol local) =>
        !SymbolEqualityComparer.Default.Equals(local.ContainingSymbol, Model.GetEnclosingSymbol(use.SpanStart, _cancellation));

    // The read itself, or a variable that has its count or line.
    private bool IsData(ExpressionSyntax value)
    {
        if (_read is null || value.SyntaxTree != _read.SyntaxTree)
            return false;
        if (value.Span.Contains(_read.Span))
            return true;
        foreach (var node in value.DescendantNodesAndSelf())
        {
            if (node is IdentifierNameSyntax name && Model.GetSymbolInfo(name, _cancellation).Symbol is ILocalSymbol local
                && LocalValues.Of(local, _cancellation) is { } values && values.Any(source => source.Span.Contains(_read.Span)))
                return true;
        }

        return false;
    }

    private bool IsConnection(ITypeSymbol type) => _context.Kinds.CanHoldConnection(type) && !type.IsTupleType;

    private static bool IsOfThreads(INamedTypeSymbol? type) => type?.ContainingNamespace is { Name: "Threading", ContainingNamespace.Name: "System" } && type.Name is not ("CancellationToken" or "CancellationTokenSource");
}
