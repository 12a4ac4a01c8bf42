using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SocketAnalyzers.CodeFixes.Editing;
using SocketAnalyzers.Rules;

namespace SocketAnalyzers.CodeFixes.HalfClose;

/// <summary>Where a <c>Shutdown(Send)</c> may stand, and what it is called on.</summary>
internal static class HalfCloseUse
{
    /// <summary><c>Shutdown(SocketShutdown.Send)</c> instead of <c>Shutdown(SocketShutdown.Both)</c>.</summary>
    public static SyntaxNode? InsteadOfBoth(FixSite site, EndCall shutdown) =>
        shutdown.BothOf(site.Model) is { } both && !HttpCode.Speaks(site.Node) && IsTolerated(shutdown.Statement)
            ? site.Root.ReplaceNode(both, SendLike(both).WithTriviaFrom(both))
            : null;

    /// <summary>"SocketShutdown.Send", qualified as <paramref name="both"/> is.</summary>
    public static ExpressionSyntax SendLike(ExpressionSyntax both) => both is MemberAccessExpressionSyntax member
        ? member.WithName(SyntaxFactory.IdentifierName("Send"))
        : NewCode.Expression("global::System.Net.Sockets.SocketShutdown.Send");

    /// <summary>Any Shutdown sets <c>Connected</c> to false, and a new stream over the socket cannot be had after it.</summary>
    public static bool IsTolerated(StatementSyntax end) =>
        !CodeShape.FunctionOf(end).DescendantNodes().Any(node => node.SpanStart > end.Span.End && node
            is SimpleNameSyntax { Identifier.ValueText: "GetStream" or "Connected", Parent: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax }
            or ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: "NetworkStream" } or QualifiedNameSyntax { Right.Identifier.ValueText: "NetworkStream" } });

    /// <summary>Nothing is written behind it: neither by a statement nor by a writer that still holds something back.</summary>
    public static bool IsLastWrite(ConnectionNames names, IEnumerable<StatementSyntax> behind, ISymbol? flushed = null) =>
        !names.Symbols.Any(symbol => !SymbolEqualityComparer.Default.Equals(symbol, flushed) && ConnectionNames.IsA(ConnectionNames.TypeOf(symbol), "TextWriter", "BinaryWriter", "BufferedStream", "PipeWriter"))
        && !behind.SelectMany(statement => statement.DescendantNodes()).OfType<InvocationExpressionSyntax>().Any(call => SocketExpression.IsWrite(call) && names.NamedIn(call).Any());

    /// <summary>A send was started before, and nobody waits for it: a FIN would overtake it (SOCK008).</summary>
    public static bool IsSendPending(FixSite site, StatementSyntax end) => CodeShape.FunctionOf(end).DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
        call.SpanStart < end.SpanStart && SocketExpression.IsWrite(call) && ConnectionNames.IsUnderWay(site.Model.GetTypeInfo(call).Type)
        && call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } });

    public static StatementSyntax Statement(string socket) => NewCode.Statement(socket + ".Shutdown(global::System.Net.Sockets.SocketShutdown.Send);");

    /// <summary>The expression for the socket of the connection at a place: a socket by its name, or the <c>Client</c> of a TcpClient.</summary>
    public static string? SocketAt(FixSite site, ConnectionNames names, SyntaxNode place, ExpressionSyntax? known = null)
    {
        if (known is not null && Of(site.Model.GetTypeInfo(known).Type, known.WithoutTrivia().ToString()) is { } socket)
            return socket;
        return names.Symbols
            .Where(symbol => site.Model.LookupSymbols(place.SpanStart, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default))
            .Where(symbol => symbol is not ILocalSymbol local || local.DeclaringSyntaxReferences.All(declared => declared.Span.End <= place.SpanStart))
            .Where(symbol => !IsOfAnotherObject(site, names, symbol))
            .OrderBy(symbol => symbol.Name, StringComparer.Ordinal)
            .Select(symbol => Of(ConnectionNames.TypeOf(symbol), symbol.Name))
            .FirstOrDefault(found => found is not null);
    }

    private static string? Of(ITypeSymbol? type, string name) =>
        ConnectionNames.IsA(type, "Socket") ? name : ConnectionNames.IsA(type, "TcpClient") ? name + ".Client" : null;

    // "other._client" is not "_client".
    private static bool IsOfAnotherObject(FixSite site, ConnectionNames names, ISymbol symbol) => names.NamedIn(names.Function).Any(name =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name && access.Expression is not ThisExpressionSyntax
        && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name).Symbol, symbol));
}
