using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>What the calls of a round do to a connection.</summary>
internal sealed partial class LoopWork
{
    private void LookAtCall(IInvocationOperation call, bool hasData)
    {
        Pauses |= TaskMembers.PassesTime(call.TargetMethod);
        Leaves |= !hasData && MayLeave(call);
        switch (_context.EventOf(call))
        {
            case SocketEvent.Read or SocketEvent.ReadWrite or SocketEvent.CopyTo when MayBeConnection(call.Instance):
                Receives = true;
                MaySeeEnd |= !hasData;
                break;
            case SocketEvent.Write or SocketEvent.BufferedWrite or SocketEvent.Flush when MayBeConnection(call.Instance):
            case SocketEvent.Connect or SocketEvent.Accept:
                MaySeeEnd |= !hasData;
                break;
            case SocketEvent.Irrelevant when call.TargetMethod is { Name: "Poll" or "Select", ContainingType: var type } && _context.Types.Of(type) == KnownType.Socket:
                MaySeeEnd = true;
                break;
            case SocketEvent.Irrelevant:
                LookAtCallee(call, hasData);
                break;
        }
    }

    // The declared type is all that is known: a Stream may be that of a connection, a MemoryStream is not.
    private bool MayBeConnection(IOperation? receiver)
    {
        if (receiver is null)
            return true;
        var type = ValueReader.Unwrap(receiver).Type;
        var known = _context.Types.NearestOf(type);
        return known is not (KnownType.Stream or KnownType.TextReader or KnownType.TextWriter) || _context.Types.Of(type) == known;
    }

    private void LookAtCallee(IInvocationOperation call, bool hasData)
    {
        var method = call.TargetMethod;
        if (BodyOf(method) is { } body)
        {
            if (_called.Add((method.OriginalDefinition, hasData)))
                LookInto(body, hasData);
            return;
        }

        foreach (var argument in call.Arguments)
            LookAtGiven(argument.Value, hasData);
    }

    // Who is given the connection, and cannot be seen, may read it.
    private void LookAtGiven(IOperation value, bool hasData)
    {
        if (!hasData && value.Type is { SpecialType: SpecialType.None } && _context.Types.NearestOf(ValueReader.Unwrap(value).Type) is var known
            && known is KnownType.Socket or KnownType.TcpClient or (>= KnownType.NetworkStream and <= KnownType.PipeWriter) && MayBeConnection(value))
            MaySeeEnd = true;
    }

    private void LookAtCreation(IOperation creation, bool hasData)
    {
        var made = (IObjectCreationOperation)creation;
        // A reader over the stream receives when it is told to; a type of the source may do so at once.
        if (made.Constructor is { } constructor && _context.Compilation.Declares(constructor))
        {
            foreach (var argument in made.Arguments)
                LookAtGiven(argument.Value, hasData);
        }
        else if (_context.Types.Of(made.Type) is KnownType.Socket or KnownType.TcpClient)
        {
            MaySeeEnd |= !hasData;
        }
    }

    private void LookAtProperty(IPropertyReferenceOperation reference, bool hasData)
    {
        var property = reference.Property;
        if (property.Name is "Available" or "DataAvailable" && _data.Asks(reference))
            FirstDataQuestion ??= reference.Syntax;
        else if (property.Name is "IsCancellationRequested" or "CancellationPending")
            Leaves = true;
        // It waits for data, or for the end.
        else if (property.Name == "EndOfStream" && _context.Types.NearestOf(property.ContainingType) == KnownType.StreamReader)
            MaySeeEnd |= !hasData;
        else if (property.GetMethod is { } getter && _context.Compilation.Declares(property) && BodyOf(getter) is { } body && _called.Add((getter.OriginalDefinition, hasData)))
            LookInto(body, hasData);
    }

    private void LookInto(IOperation body, bool hasData)
    {
        _calls++;
        Look(body, hasData);
        _calls--;
    }

    // It may be cancelled, or is code that is not seen.
    private bool MayLeave(IInvocationOperation call)
    {
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || call.TargetMethod.Name == "ThrowIfCancellationRequested" || _context.Compilation.Declares(call.TargetMethod) && BodyOf(call.TargetMethod) is null)
            return true;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter?.Type.Name == "CancellationToken" && ValueReader.Unwrap(argument.Value) is not IDefaultValueOperation)
                return true;
        }

        return false;
    }

    private IOperation? BodyOf(IMethodSymbol method)
    {
        method = Callee.Definition(method);
        if (!_context.Compilation.Declares(method) || method.IsVirtual && !method.ContainingType.IsSealed)
            return null;
        return method.MethodKind == MethodKind.LocalFunction ? MethodBodies.OfLocalFunction(_context.Compilation, method, _cancellation) : MethodBodies.Find(_context.Compilation, method, _cancellation);
    }
}
