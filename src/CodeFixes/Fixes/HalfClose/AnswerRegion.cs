using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>The statements of one list from the close on to the last that uses the connection, and whether the close may pass them.</summary>
internal sealed class AnswerRegion
{
    private readonly FixSite _site;

    private AnswerRegion(FixSite site, EndCall close, ConnectionNames names, StatementList list, int first, int last)
    {
        _site = site;
        Close = close;
        Names = names;
        List = list;
        First = first;
        Last = last;
    }

    public EndCall Close { get; }

    public ConnectionNames Names { get; }

    public StatementList List { get; }

    /// <summary>Where the close stands.</summary>
    public int First { get; }

    /// <summary>Where the last use stands.</summary>
    public int Last { get; }

    public IEnumerable<StatementSyntax> Between => List.Statements.Skip(First + 1).Take(Last - First);

    /// <summary>"return reader.ReadLine();" as the last use: the close needs a place in front of the return.</summary>
    public ReturnStatementSyntax? Return => List.Statements[Last] as ReturnStatementSyntax;

    /// <summary>The region behind a close that may move to its end; null where it may not.</summary>
    public static AnswerRegion? Behind(FixSite site, EndCall close)
    {
        if (StatementList.Around(close.Statement) is not { } list || !SocketExpression.IsRepeatable(site.Model, close.Receiver))
            return null;
        var names = ConnectionNames.Of(site, site.Witnesses.Prepend(close.Receiver).ToArray());
        var first = list.IndexOf(close.Statement);
        var last = LastUse(names, list, first);
        var region = new AnswerRegion(site, close, names, list, first, last);
        return last > first && region.MayBePassed() ? region : null;
    }

    private static int LastUse(ConnectionNames names, StatementList list, int first)
    {
        for (var i = list.Statements.Count - 1; i > first; i--)
        {
            if (names.NamedIn(list.Statements[i]).Any(name => !IsEnd(name)))
                return i;
        }

        return -1;
    }

    // "stream.Close()" behind the last read is no read.
    private static bool IsEnd(IdentifierNameSyntax name) =>
        name.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement
        && EndCall.Of(statement) is { Name: "Close" or "Dispose" or "Shutdown" } end && end.Receiver.Span.Contains(name.Span);

    private bool MayBePassed()
    {
        // A comment travels with its statement; a directive would not. Unfinished code is about to change by itself.
        if (List.Statements.Skip(First).Take(Last - First + 1).Any(statement => statement.ContainsDirectives || statement.ContainsDiagnostics))
            return false;
        foreach (var statement in Between)
        {
            if (statement is LocalFunctionStatementSyntax or LabeledStatementSyntax || statement.DescendantNodesAndSelf().Any(Forbids))
                return false;
        }

        return Return is null || IsPlainValue(Return);
    }

    private bool Forbids(SyntaxNode node) => node switch
    {
        ReturnStatementSyntax => node != Return,
        ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax or YieldStatementSyntax => true,
        BreakStatementSyntax or ContinueStatementSyntax => LeavesRegion(node),
        // It may run at any time, before the close or after it.
        AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => Names.NamedIn(node).Any(),
        AssignmentExpressionSyntax assignment => Names.Contains(assignment.Left),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && Names.Contains(argument.Expression),
        InvocationExpressionSyntax call => WaitsForOthers(call) || IsNotAwaited(call),
        _ => false,
    };

    private bool LeavesRegion(SyntaxNode jump)
    {
        var target = jump.Ancestors().First(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
            || (node is SwitchStatementSyntax && jump is BreakStatementSyntax) || node is MemberDeclarationSyntax);
        return !Between.Any(statement => statement.Span.Contains(target.Span));
    }

    // Another thread may be waiting for the close, and this one for that thread.
    private static bool WaitsForOthers(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" or "WaitOne" or "WaitAll" or "WaitAny" or "SignalAndWait" };

    private bool IsNotAwaited(InvocationExpressionSyntax call)
    {
        if (!Names.NamedIn(call).Any())
            return false;
        if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && name.StartsWith("Begin", System.StringComparison.Ordinal))
            return true;
        if (!ConnectionNames.IsUnderWay(_site.Model.GetTypeInfo(call).Type))
            return false;
        // A task in a variable is one of the names, and the last use is where it is awaited.
        SyntaxNode outer = call;
        while (outer.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
            outer = outer.Parent;
        return outer.Parent is not (AwaitExpressionSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: not "_" } })
            && !outer.ToString().Contains("GetResult") && outer is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" };
    }

    private bool IsPlainValue(ReturnStatementSyntax statement) =>
        statement.Expression is { } value && value is not RefExpressionSyntax
        && _site.Model.GetTypeInfo(value).Type is { } type && !ConnectionNames.IsUnderWay(type) && !type.IsRefLikeType && type.TypeKind != TypeKind.Error && !type.IsAnonymousType;
}
