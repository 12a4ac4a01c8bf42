namespace SocketAnalyzers.Protocol;

internal sealed partial class ProtocolTable
{
    private static void AddSocketRows(RowBuilder rows) { }
    private static void AddClientRows(RowBuilder rows) { }
    private static void AddStreamRows(RowBuilder rows) { }
    private static void AddWriterAndReaderRows(RowBuilder rows) { }
}
