using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Flow;

/// <summary>A mark that is wrong, or that checks nothing, fails: else none of the tests beside this one would say anything.</summary>
public sealed class StateMarksTests
{
    [Theory]
    [InlineData("p.Shutdown(SocketShutdown.Send); /*state: p = SendOpen*/", "'SendOpen' does not hold of p = [#2 owns] Created|Bound|Listening|Connected|Closed, SendShut,")]
    [InlineData("p.Shutdown(SocketShutdown.Send); /*state: p = SendOpen|SendShut*/", "'SendOpen|SendShut' does not hold of p")]
    [InlineData("/*state: p = SendOpen*/", "'SendOpen' does not hold of p")]
    [InlineData("/*state: p = null*/", "'null' does not hold of p")]
    [InlineData("/*state: p = maybe-null*/", "'maybe-null' does not hold of p")]
    [InlineData("/*state: p = none*/", "'none' does not hold of p")]
    [InlineData("/*state: p = unknown*/", "'unknown' does not hold of p")]
    [InlineData("/*state: p = escaped*/", "'escaped' does not hold of p")]
    [InlineData("/*state: p = !owns*/", "'!owns' does not hold of p")]
    [InlineData("/*state: p = borrows*/", "'borrows' does not hold of p")]
    [InlineData("/*state: p = writer*/", "'writer' does not hold of p")]
    [InlineData("/*state: p = some:ReuseOn*/", "'some:ReuseOn' does not hold of p")]
    [InlineData("/*state: p = always:ReuseOn|FromOutside*/", "'always:ReuseOn|FromOutside' does not hold of p")]
    [InlineData("var q = Give(); /*state: p = same:q*/", "'same:q' does not hold of p")]
    [InlineData("var q = p; /*state: p = !same:q*/", "'!same:q' does not hold of p")]
    [InlineData("/*state: p = objects:2*/", "'objects:2' does not hold of p")]
    [InlineData("/*state: unreachable*/", "a way leads here")]
    [InlineData("throw null; /*state: p = owns*/", "no way leads here")]
    [InlineData("/*state exceptional: p = owns*/", "no way leads here")]
    public void A_mark_that_does_not_hold_fails(string statements, string message) => AssertFails(statements, message);

    [Theory]
    [InlineData("p.Dispose();", "no state mark: nothing would be checked")]
    [InlineData("/*stat: p = SendShut*/", "is no state mark")]
    [InlineData("/*state p = SendShut*/", "is no state mark")]
    [InlineData("/*state: SendShut*/", "is no claim")]
    [InlineData("/*state: p = SendShut,*/", "has an empty term")]
    [InlineData("/*state: p = SendShot*/", "'SendShot' in 'SendShot' is no word of a state mark and no ConnectionStates")]
    [InlineData("/*state: p = SendShut|Connected*/", "more than one dimension")]
    [InlineData("/*state: p = some:Nothing*/", "'Nothing' in 'Nothing' is no word of a state mark and no SocketFacts")]
    [InlineData("/*state: p = any:Read*/", "is no term of a state mark")]
    [InlineData("/*state: q = SendShut*/", "does not compile")]
    public void A_mark_with_a_slip_in_it_fails(string statements, string message) => AssertFails(statements, message);

    [Fact]
    public void The_failure_names_the_line() => AssertFails("\n\n/*state: p = null*/", "Line 5,");

    [Fact]
    public void A_mark_has_no_effect_on_what_it_looks_at() => StateMarks.VerifyBody("""
        var s = new Socket(SocketType.Stream, ProtocolType.Tcp);
        /*state: s = SendOpen, !escaped, Created*/
        /*state: s = SendOpen, !escaped, Created; p = !escaped*/
        """);

    private static void AssertFails(string statements, string message)
    {
        var exception = Assert.Throws<VerificationException>(() => StateMarks.VerifyBody(statements));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
