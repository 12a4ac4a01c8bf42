using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketAnalyzers.Flow;

/// <summary>
/// Whether somebody certainly runs a delegate. Code of the project that is given one may keep it, or ask first whether it is to be run, and that
/// may be the question after the very state in which what the delegate does would be wrong. Thread-safe.
/// </summary>
internal sealed class DelegateRuns
{
    private const int MaxDepth = 4;

    // The names of one local variable that are looked at.
    private const int MaxUses = 16;

    private readonly FlowContext _context;
    // By depth: what is cut off below depends on it, and an answer must not depend on who asked first.
    private readonly ConcurrentDictionary<ISymbol, bool>[] _variables = new ConcurrentDictionary<ISymbol, bool>[MaxDepth + 1];
    private readonly ConcurrentDictionary<SyntaxNode, ILookup<string, IdentifierNameSyntax>> _names = new();
    private readonly Func<SyntaxNode, ILookup<string, IdentifierNameSyntax>> _readNames = static member =>
        member.DescendantNodes().OfType<IdentifierNameSyntax>().ToLookup(static name => name.Identifier.ValueText);

    public DelegateRuns(FlowContext context)
    {
        _context = context;
        for (var depth = 0; depth <= MaxDepth; depth++)
            _variables[depth] = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
    }

    /// <summary>Whether the lambda, where it is written, is run by somebody who asks nothing first.</summary>
    public bool IsCertain(SyntaxNode lambda, CancellationToken cancellation) =>
        _context.Compilation.OperationOf(lambda, cancellation) is { } operation && IsRun(operation, 0, cancellation);

    private bool IsRun(IOperation value, int depth, CancellationToken cancellation)
    {
        for (var operation = value; operation.Parent is { } parent; operation = parent)
        {
            switch (parent)
            {
                case IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation:
                case IConditionalOperation choice when choice.Condition != operation:
                case ICoalesceOperation:
                    continue;
                case IArgumentOperation argument:
                    return IsRunAsArgument(argument, depth, cancellation);
                case IInvocationOperation call:
                    return call.Instance == operation;
                case IConditionalAccessOperation access:
                    return access.Operation == operation && access.WhenNotNull is IInvocationOperation;
                case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { } raised } }:
                    return !_context.Compilation.Declares(raised);
                case ISimpleAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } assignment when assignment.Value == operation:
                    return IsMemberRun(((IMemberReferenceOperation)assignment.Target).Member.OriginalDefinition, depth + 1, cancellation);
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return IsLocalRun(declarator, depth, cancellation);
                default:
                    return false;
            }
        }

        return false;
    }

    private bool IsRunAsArgument(IArgumentOperation argument, int depth, CancellationToken cancellation)
    {
        var method = argument.Parent switch
        {
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (method is null || argument.Parameter is not { } parameter)
            return false;
        if (method.MethodKind == MethodKind.DelegateInvoke || IsCollection(method.ContainingType))
            return false;
        // The platform runs it: a thread, a task, a timer.
        return !_context.Compilation.Declares(method) || method.IsExtern || IsParameterRun(parameter.OriginalDefinition, depth + 1, cancellation);
    }

    // What is put into a list or a queue waits there for somebody who may ask.
    private static bool IsCollection(INamedTypeSymbol? type)
    {
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections" or "Channels", ContainingNamespace.Name: "System" or "Threading" })
                return true;
        }

        return false;
    }

    private bool IsParameterRun(IParameterSymbol parameter, int depth, CancellationToken cancellation)
    {
        if (depth > MaxDepth)
            return false;
        // One that hands it to itself runs it no sooner: that ends at the depth.
        if (!_variables[depth].TryGetValue(parameter, out var isRun))
            _variables[depth][parameter] = isRun = FindRun(parameter, depth, cancellation);
        return isRun;
    }

    private bool FindRun(IParameterSymbol parameter, int depth, CancellationToken cancellation)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || BodyOf(method, cancellation) is not { } body)
            return false;
        foreach (var operation in MethodBodies.Walk(body))
        {
            _context.Counters.CountSteps(1);
            if (operation is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter)
                && IsRun(reference, depth, cancellation) && !AskedFirst.Before(reference, body, _context.Compilation, cancellation))
                return true;
        }

        return false;
    }

    // Kept in a field: by whoever runs it from there. Where nobody is seen to, it is somebody who is not seen.
    private bool IsMemberRun(ISymbol member, int depth, CancellationToken cancellation)
    {
        // "commands[name] = run"
        if (depth > MaxDepth || member is IPropertySymbol { IsIndexer: true })
            return false;
        if (!_variables[depth].TryGetValue(member, out var isRun))
            _variables[depth][member] = isRun = !_context.Compilation.Declares(member) || FindMemberRun(member, depth, cancellation);
        return isRun;
    }

    private bool FindMemberRun(ISymbol member, int depth, CancellationToken cancellation)
    {
        var isAsked = false;
        var uses = 0;
        foreach (var name in _context.Names.Of(member.Name, cancellation))
        {
            _context.Counters.CountSteps(1);
            if (++uses > MaxUses)
                return true;
            if (_context.Compilation.OperationOf(name.NamedExpression(), cancellation) is not IMemberReferenceOperation reference
                || !SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, member) || !IsRun(reference, depth, cancellation))
                continue;
            if (!AskedFirst.Before(reference, reference.Root(), _context.Compilation, cancellation))
                return true;
            isAsked = true;
        }

        return !isAsked;
    }

    private IOperation? BodyOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
            return MethodBodies.OfLocalFunction(_context.Compilation, method, cancellation);
        return _context.Calls.IsCandidate(method) ? MethodBodies.Find(_context.Compilation, method, cancellation) : null;
    }

    // "Action end = () => ...; if (_isOpen) end();"
    private bool IsLocalRun(IVariableDeclaratorOperation declarator, int depth, CancellationToken cancellation)
    {
        IOperation block = declarator;
        while (block.Parent is { } parent && block is not (IBlockOperation or IMethodBodyBaseOperation))
            block = parent;
        var uses = 0;
        foreach (var name in NamesOf(declarator))
        {
            _context.Counters.CountSteps(1);
            if (++uses > MaxUses)
                return false;
            if (_context.Compilation.OperationOf(name, cancellation) is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol)
                && IsRun(reference, depth, cancellation) && !AskedFirst.Before(reference, block, _context.Compilation, cancellation, declarator.Syntax.SpanStart))
                return true;
        }

        return false;
    }

    // One pass over the member, however many delegates it has.
    private IEnumerable<IdentifierNameSyntax> NamesOf(IVariableDeclaratorOperation declarator) =>
        declarator.Syntax.MemberAround() is { } member ? _names.GetOrAdd(member, _readNames)[declarator.Symbol.Name] : Enumerable.Empty<IdentifierNameSyntax>();
}
