using static SocketAnalyzers.Protocol.KnownType;
using static SocketAnalyzers.Protocol.Ownership;
using static SocketAnalyzers.Protocol.SocketEvent;

namespace SocketAnalyzers.Protocol;

// Text and binary readers and writers over a stream. The base rows hold for every override, as those of Stream do.
internal sealed partial class ProtocolTable
{
    private static void AddWriterAndReaderRows(RowBuilder rows)
    {
        AddTextReaderRows(rows);
        AddTextWriterRows(rows);
        AddBinaryReaderRows(rows);
        AddBinaryWriterRows(rows);
    }

    private static void AddTextReaderRows(RowBuilder rows)
    {
        // Peek fills an empty buffer from the stream.
        rows.Add(TextReader, Read, "Read", "ReadAsync", "ReadBlock", "ReadBlockAsync", "Peek");
        rows.Add(TextReader, Read, "ReadLine", "ReadLineAsync", "ReadToEnd", "ReadToEndAsync");
        rows.Add(TextReader, Close, "Close", "Dispose");
        rows.Add(TextReader, Wrap, "Synchronized");
        rows.Add(TextReader, Irrelevant, ".ctor");

        rows.Add(StreamReader, Wrap, LeaveOpenArgument, ".ctor");
        rows.Add(StreamReader, View, "get_BaseStream");
        // The getter reads when the buffer is empty, and blocks for it.
        rows.Add(StreamReader, Read, "get_EndOfStream");
        rows.Add(StreamReader, Irrelevant, "get_CurrentEncoding", "DiscardBufferedData");
    }

    private static void AddTextWriterRows(RowBuilder rows)
    {
        rows.Add(TextWriter, BufferedWrite, "Write", "WriteAsync", "WriteLine", "WriteLineAsync");
        rows.Add(TextWriter, Flush, "Flush", "FlushAsync");
        rows.Add(TextWriter, Close, "Close", "Dispose", "DisposeAsync");
        rows.Add(TextWriter, Wrap, "Synchronized");
        // It takes an array of writers and writes to all of them.
        rows.Add(TextWriter, Escape, "CreateBroadcasting");
        rows.Add(TextWriter, Irrelevant, ".ctor", "get_Encoding", "get_FormatProvider", "get_NewLine", "set_NewLine");

        rows.Add(StreamWriter, Wrap, LeaveOpenArgument, ".ctor");
        rows.Add(StreamWriter, View, "get_BaseStream");
        // With true it also flushes what waits.
        rows.Add(StreamWriter, SetAutoFlush, "set_AutoFlush");
        rows.Add(StreamWriter, Irrelevant, "get_AutoFlush");
    }

    private static void AddBinaryReaderRows(RowBuilder rows)
    {
        rows.Add(BinaryReader, Wrap, LeaveOpenArgument, ".ctor");
        rows.Add(BinaryReader, View, "get_BaseStream");
        rows.Add(BinaryReader, Read, "Read", "ReadByte", "ReadSByte", "ReadBytes", "ReadChar", "ReadChars", "ReadString");
        rows.Add(BinaryReader, Read, "ReadBoolean", "ReadDecimal", "ReadDouble", "ReadSingle", "ReadHalf");
        rows.Add(BinaryReader, Read, "ReadInt16", "ReadInt32", "ReadInt64", "ReadUInt16", "ReadUInt32", "ReadUInt64");
        rows.Add(BinaryReader, Read, "Read7BitEncodedInt", "Read7BitEncodedInt64", "ReadExactly", "FillBuffer");
        rows.Add(BinaryReader, Close, "Close", "Dispose");
        // On a stream that cannot seek it returns -1 without a read.
        rows.Add(BinaryReader, Irrelevant, "PeekChar");
    }

    private static void AddBinaryWriterRows(RowBuilder rows)
    {
        rows.Add(BinaryWriter, Wrap, LeaveOpenArgument, ".ctor");
        // It flushes the stream below first.
        rows.Add(BinaryWriter, View, "get_BaseStream");
        // It has no buffer of its own: every call goes to the stream.
        rows.Add(BinaryWriter, Write, "Write", "Write7BitEncodedInt", "Write7BitEncodedInt64");
        rows.Add(BinaryWriter, Flush, "Flush");
        rows.Add(BinaryWriter, Close, "Close", "Dispose", "DisposeAsync");
        rows.Add(BinaryWriter, Irrelevant, "Seek");
    }
}
