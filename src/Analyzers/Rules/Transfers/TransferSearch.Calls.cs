using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What the members of sockets, streams, readers and writers do, and what others are given.</summary>
internal sealed partial class TransferSearch
{
    private void LookAtCall(IOperation value, IInvocationOperation call)
    {
        if (TaskMembers.PassesItsValueOn(call.TargetMethod))
            AddUse(call);
        else
            LookAtEvent(value, call.TargetMethod, call);
        if (call.TargetMethod.Name == "GetSocketOption")
            LookAtOptionRead(call);
    }

    private void LookAtEvent(IOperation value, IMethodSymbol? method, IOperation site)
    {
        if (SemanticsOf(method, value) is not { } semantics)
        {
            // What every object has says nothing; what a type of the project adds may do anything.
            if (method?.ContainingType.SpecialType != SpecialType.System_Object && !IsInnocent(method))
                _seen.Lose();
            return;
        }

        var isAsync = (semantics.Form & (MemberForm.Task | MemberForm.Begin | MemberForm.End | MemberForm.EventArgs)) != 0;
        switch (semantics.Event)
        {
            case SocketEvent.Read or SocketEvent.CopyTo:
                AddTransfer(value, TransferDirection.Receive, isAsync, site);
                break;
            case SocketEvent.Write or SocketEvent.BufferedWrite or SocketEvent.Flush:
                AddTransfer(value, TransferDirection.Send, isAsync, site);
                break;
            case SocketEvent.ReadWrite or SocketEvent.Connect or SocketEvent.Accept:
                if (!isAsync)
                    _seen.AddSyncWait(receives: semantics.Event != SocketEvent.Connect);
                break;
            case SocketEvent.Close:
                LookAtDisposal(ValueReader.Unwrap(value).Type, isAsync);
                break;
            case SocketEvent.View or SocketEvent.Wrap:
                AddUse(site);
                break;
            case SocketEvent.SetAutoFlush:
                _seen.AddAutoFlush();
                break;
            case SocketEvent.Escape:
                _seen.Lose();
                break;
        }
    }

    private void AddTransfer(IOperation value, TransferDirection direction, bool isAsync, IOperation site)
    {
        // A pipe's other members move what is in it already.
        if (!isAsync && _context.Types.NearestOf(ValueReader.Unwrap(value).Type) is KnownType.PipeReader or KnownType.PipeWriter)
            return;
        _seen.Add(direction, isAsync, site);
    }

    // "Equals" of a Stream, a lock on a TextWriter: declared on a base that is not the protocol's.
    // An IBufferWriter's members fill a buffer; what sends it, the PipeWriter has.
    private static bool IsInnocent(IMethodSymbol? method) =>
        method is { Name: "GetType" or "ToString" or "GetHashCode" or "Equals" } or { ContainingType: { Name: "IBufferWriter", ContainingNamespace.Name: "Buffers" } };

    private void LookAtArgument(IOperation value, IArgumentOperation argument)
    {
        switch (argument.Parent)
        {
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                if (EventOf(constructor, null) == SocketEvent.Wrap)
                    AddWrapper(creation);
                else
                    AddParameter(constructor, argument);
                break;
            case IInvocationOperation call:
                LookAtArgumentOf(value, call, argument);
                break;
            default:
                _seen.Lose();
                break;
        }
    }

    // "new StreamWriter(stream) { AutoFlush = true }"
    private void AddWrapper(IObjectCreationOperation creation)
    {
        if (creation.Initializer is { } initializer)
        {
            foreach (var set in initializer.Initializers)
            {
                if (set is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "AutoFlush" } })
                    _seen.AddAutoFlush();
            }
        }

        AddUse(creation);
    }

    private void LookAtArgumentOf(IOperation value, IInvocationOperation call, IArgumentOperation argument)
    {
        var method = call.TargetMethod;
        if (method.IsExtensionMethod && argument.Parameter?.Ordinal == 0 && SemanticsOf(method, value) is not null)
        {
            LookAtEvent(value, method, call);
            return;
        }

        switch (EventOf(method, call.Instance))
        {
            case SocketEvent.Wrap:
                AddUse(call);
                return;
            // Copied to: what is read there is written here.
            case SocketEvent.CopyTo:
                _seen.Add(TransferDirection.Send, IsTask(call.Type), call);
                return;
        }

        if (TaskMembers.PassesItsValueOn(method))
            AddUse(call);
        else if (IsState(argument.Parameter) && IsBeginOfPlatform(method))
            AddState(call);
        else if (method.MethodKind == MethodKind.DelegateInvoke)
            AddDelegateParameter(call, argument);
        else if (_context.Compilation.Declares(method))
            AddParameter(method, argument);
        else if (!OnlyLooks(method))
            _seen.Lose();
    }

    private bool IsTask(ITypeSymbol? type) => _context.Types.Of(type) is KnownType.Task or KnownType.ValueTask or KnownType.GenericTask or KnownType.GenericValueTask;

    // Of the platform, and an assertion of a test.
    private static bool OnlyLooks(IMethodSymbol method) => method.ContainingType.Name switch
    {
        "Console" or "Debug" or "Trace" or "String" or "Object" or "ArgumentNullException" or "GC" or "BuffersExtensions" => method.RootNamespace() == "System",
        "Assert" => true,
        _ => false,
    };

    private void AddParameter(IMethodSymbol method, IArgumentOperation argument)
    {
        if (argument.Parameter is not { IsParams: false } given)
        {
            _seen.Lose();
            return;
        }

        method = Callee.Definition(method);
        if (!_context.Compilation.Declares(method) || given.Ordinal >= method.Parameters.Length)
        {
            _seen.Lose();
            return;
        }

        foreach (var target in _context.TargetsOf(method))
        {
            if (target is IMethodSymbol called && given.Ordinal < called.Parameters.Length)
                AddHolder(Callee.Definition(called).Parameters[given.Ordinal]);
        }
    }

    // The value of a property that forwards the time-out is read only where that property is.
    private void LookAtTimeoutRead(IOperation read, TransferDirection direction)
    {
        if (GetterAround(read) is not { } getter || IsRead(getter))
            _seen.AddTimeoutRead(direction);
    }

    private IPropertySymbol? GetterAround(IOperation read)
    {
        var declaration = read.Syntax.FirstAncestorOrSelf<PropertyDeclarationSyntax>();
        if (declaration is null || _uses.SymbolAt(declaration) is not IPropertySymbol property)
            return null;
        var accessor = read.Syntax.FirstAncestorOrSelf<AccessorDeclarationSyntax>();
        return accessor is null || accessor.Keyword.ValueText == "get" ? property : null;
    }

    private bool IsRead(IPropertySymbol property)
    {
        if (property.GetMethod is not { } getter)
            return true;
        var family = MethodFamily.Of(_context.Compilation, getter);
        foreach (var name in _context.Index.Of(family.Name, _cancellation))
        {
            if (!Step())
                return true;
            if (_uses.ReferenceAt(name) is IPropertyReferenceOperation reference && family.Contains(reference.Property)
                && !(reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference))
                return true;
        }

        return false;
    }

    private void LookAtOptionRead(IInvocationOperation call)
    {
        var names = new ValueOrigin(_context.Compilation, _cancellation);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type.Name == "SocketOptionName" && TimeoutSetting.DirectionOf(names.ConstantOf(argument.Value)) is { } direction)
                _seen.AddTimeoutRead(direction);
        }
    }

    private static IOperation? FirstArgument(IInvocationOperation call) => call.Arguments.Length > 0 ? call.Arguments[0].Value : null;
}
