using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Whether what is received from is a connection: a <c>Stream</c> may be a file, a <c>Socket</c> one of datagrams.</summary>
internal sealed class ReceiveOrigin
{
    private const int MaxSteps = 400;

    private readonly TransferContext _context;
    private readonly VariableUses _uses;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<ISymbol> _variables = new(SymbolEqualityComparer.Default);
    private readonly HashSet<SyntaxNode> _values = new();
    private readonly Stack<IOperation> _open = new();
    private bool _isStream;
    private bool _isDatagram;
    private int _steps;

    private ReceiveOrigin(TransferContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
        _uses = new VariableUses(context, cancellation);
    }

    /// <summary>Bytes of a connection come from it, as far as its origins are seen, and never datagrams.</summary>
    public static bool IsConnection(IOperation receiver, TransferContext context, CancellationToken cancellation)
    {
        var origin = new ReceiveOrigin(context, cancellation);
        origin.Add(receiver);
        while (origin._open.Count > 0 && !origin._isDatagram && origin._steps < MaxSteps)
            origin.Look(origin._open.Pop());
        if (origin._isDatagram)
            return false;
        return origin._isStream || (context.Types.NearestOf(ValueReader.Unwrap(receiver).Type) == KnownType.Socket && !HasDatagrams(context, cancellation));
    }

    /// <summary>Somewhere in this project is a socket of another kind: one that comes from out of sight may be of it.</summary>
    public static bool HasDatagrams(TransferContext context, CancellationToken cancellation)
    {
        foreach (var name in new[] { "Dgram", "Raw", "Rdm", "Seqpacket", "UdpClient", "ReceiveFrom", "ReceiveFromAsync", "BeginReceiveFrom" })
        {
            foreach (var _ in context.Index.Of(name, cancellation))
                return true;
        }

        return false;
    }

    private void Add(IOperation? value)
    {
        if (value is not null && _values.Add(value.Syntax))
            _open.Push(value);
    }

    private void Look(IOperation value)
    {
        _steps++;
        value = ValueReader.Unwrap(value);
        var type = _context.Types.NearestOf(value.Type);
        _isStream |= type is KnownType.NetworkStream or KnownType.SslStream or KnownType.NegotiateStream or KnownType.TcpClient or KnownType.TcpListener;
        _isDatagram |= type == KnownType.UdpClient;
        switch (value)
        {
            case { Type.Name: "SocketType", ConstantValue: { HasValue: true, Value: int kind } }:
                const int stream = 1;
                _isStream |= kind == stream;
                _isDatagram |= kind != stream;
                break;
            case IAwaitOperation awaited:
                Add(awaited.Operation);
                break;
            case IObjectCreationOperation creation:
                LookAtCreation(creation, type);
                break;
            case IInvocationOperation call:
                LookAtCall(call, type);
                break;
            case IConditionalOperation choice:
                Add(choice.WhenTrue);
                Add(choice.WhenFalse);
                break;
            case ICoalesceOperation choice:
                Add(choice.Value);
                Add(choice.WhenNull);
                break;
            case ISimpleAssignmentOperation assignment:
                Add(assignment.Value);
                break;
            case IConditionalAccessOperation access:
                Add(access.WhenNotNull);
                break;
            case IConditionalAccessInstanceOperation instance:
                Add(PlaceReader.ReceiverOf(instance));
                break;
            case IPropertyReferenceOperation { Property: { Name: "Client" or "Socket" or "BaseStream" or "InnerStream" or "AsyncState" } property, Instance: { } owner } when !_context.Compilation.Declares(property):
                Add(owner);
                break;
            default:
                if (VariableUses.SymbolOf(value) is { } variable)
                    LookAtVariable(variable);
                break;
        }
    }

    private void LookAtCreation(IObjectCreationOperation creation, KnownType type)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Type.Name == "SocketType" || (type != KnownType.Socket && _context.Kinds.IsConnection(argument.Parameter?.Type)))
                Add(argument.Value);
        }
    }

    private void LookAtCall(IInvocationOperation call, KnownType type)
    {
        var method = Callee.Definition(call.TargetMethod);
        if (TaskMembers.PassesItsValueOn(method))
        {
            Add(call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value));
        }
        else if (method.Name is "Accept" or "EndAccept" or "AcceptAsync" or "AcceptSocket" or "AcceptSocketAsync" or "EndAcceptSocket" && method.RootNamespace() == "System")
        {
            _isStream = true;
        }
        else if (_context.Compilation.Declares(method))
        {
            foreach (var declaration in _context.Compilation.DeclarationsOf(method))
                AddReturned(declaration.GetSyntax(_cancellation));
            if (type != KnownType.Socket)
                LookAtArguments(call.Arguments);
        }
        else if (TypeKinds.IsConnection(type))
        {
            // "PipeReader.Create(stream)"
            LookAtArguments(call.Arguments);
        }
    }

    private void LookAtArguments(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (_context.Kinds.IsConnection(argument.Parameter?.Type))
                Add(argument.Value);
        }
    }

    private void AddReturned(SyntaxNode declaration)
    {
        if (declaration is MethodDeclarationSyntax { ExpressionBody.Expression: { } only })
            Add(_uses.OperationAt(only));
        foreach (var node in declaration.DescendantNodes())
        {
            if (node is ReturnStatementSyntax { Expression: { } returned } && _steps++ < MaxSteps)
                Add(_uses.OperationAt(returned));
        }
    }

    private void LookAtVariable(ISymbol variable)
    {
        if (!_variables.Add(variable))
            return;
        foreach (var declaration in _context.Compilation.DeclarationsOf(variable))
            LookAtDeclaration(variable, declaration.GetSyntax(_cancellation));
        foreach (var name in _uses.Candidates(variable))
        {
            if (_steps++ >= MaxSteps)
                return;
            if (name.NamedExpression() is { Parent: AssignmentExpressionSyntax assignment } target && assignment.Left == target
                && SymbolEqualityComparer.Default.Equals(VariableUses.SymbolOf(_uses.ReferenceAt(name)), variable))
                Add(_uses.OperationAt(assignment.Right));
        }

        if (variable is IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter)
            LookAtCallers(method, parameter);
    }

    private void LookAtDeclaration(ISymbol variable, SyntaxNode declaration)
    {
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer.Value: { } value }:
                Add(_uses.OperationAt(value));
                break;
            case SingleVariableDesignationSyntax { Parent: DeclarationPatternSyntax { Parent: IsPatternExpressionSyntax pattern } }:
                Add(_uses.OperationAt(pattern.Expression));
                break;
            case ForEachStatementSyntax { Expression: { } all }:
                Add(_uses.OperationAt(all));
                break;
            case PropertyDeclarationSyntax { Initializer.Value: { } value }:
                Add(_uses.OperationAt(value));
                break;
            case PropertyDeclarationSyntax when PlaceReader.ReturnedBy(variable, _context.Compilation, _cancellation) is { } returned:
                Add(returned);
                break;
        }
    }

    private void LookAtCallers(IMethodSymbol method, IParameterSymbol parameter)
    {
        method = Callee.Definition(method);
        var name = method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name;
        foreach (var found in _context.Index.Of(name, _cancellation))
        {
            if (_steps++ >= MaxSteps)
                return;
            if (found.Parent is SimpleBaseTypeSyntax { Parent: BaseListSyntax { Parent: TypeDeclarationSyntax derived } })
                LookAtInitializers(derived, method, parameter);
            var call = found.FirstAncestorOrSelf<SyntaxNode>(static node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or StatementSyntax or MemberDeclarationSyntax);
            var (called, arguments) = call is null or StatementSyntax or MemberDeclarationSyntax ? default : _uses.OperationAt(call) switch
            {
                IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
                IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
                _ => default,
            };
            if (called is not null)
                AddArgument(called, arguments, method, parameter);
        }
    }

    // Through an interface or a base class too.
    private static bool IsCallOf(IMethodSymbol called, IMethodSymbol method)
    {
        if (SymbolEqualityComparer.Default.Equals(called, method))
            return true;
        if (called.ContainingType.TypeKind == TypeKind.Interface)
            return SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(called), method);
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, called))
                return true;
        }

        return false;
    }

    // "public Tunnel(Socket socket) : base(socket)"
    private void LookAtInitializers(TypeDeclarationSyntax derived, IMethodSymbol constructor, IParameterSymbol parameter)
    {
        foreach (var member in derived.Members)
        {
            if (member is ConstructorDeclarationSyntax { Initializer: { } initializer } && _steps++ < MaxSteps && _uses.OperationAt(initializer) is IInvocationOperation call)
                AddArgument(call.TargetMethod, call.Arguments, constructor, parameter);
        }
    }

    private void AddArgument(IMethodSymbol called, ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, IParameterSymbol parameter)
    {
        if (!IsCallOf(Callee.Definition(called), method))
            return;
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == parameter.Ordinal)
                Add(argument.Value);
        }
    }
}
