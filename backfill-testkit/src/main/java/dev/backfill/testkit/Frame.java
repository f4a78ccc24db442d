package dev.backfill.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One message of PostgreSQL's wire protocol 3. */
final class Frame {
    private static final char UNTYPED = 0;
    private static final int LENGTH_SIZE = 4;

    private final char type;
    private final byte[] bytes;

    private Frame(char type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Reads a message with a type byte, that is any but a client's first ones. */
    static Frame read(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        int length = in.readInt();
        ByteBuffer message = ByteBuffer.allocate(1 + length).put((byte) type).putInt(length);
        in.readFully(message.array(), message.position(), length - LENGTH_SIZE);
        return new Frame((char) type, message.array());
    }

    /** Reads one of the messages that open a connection. */
    static Frame readUntyped(DataInputStream in) throws IOException {
        int length = in.readInt();
        ByteBuffer message = ByteBuffer.allocate(length).putInt(length);
        in.readFully(message.array(), message.position(), length - LENGTH_SIZE);
        return new Frame(UNTYPED, message.array());
    }

    /** The type byte; zero for a message that opens a connection. */
    char type() {
        return type;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** The request code or protocol version of an untyped message. */
    int code() {
        return ByteBuffer.wrap(bytes).getInt(LENGTH_SIZE);
    }

    /** The first byte of the body. */
    char first() {
        return (char) bytes[1 + LENGTH_SIZE];
    }

    /** The first zero-terminated strings of the body, after {@code skip} bytes of it. */
    List<String> strings(int skip, int count) {
        List<String> strings = new ArrayList<>(count);
        int from = 1 + LENGTH_SIZE + skip;
        for (int i = 0; i < count; i++) {
            int end = from;
            while (bytes[end] != 0) {
                end++;
            }
            strings.add(new String(bytes, from, end - from, StandardCharsets.UTF_8));
            from = end + 1;
        }
        return strings;
    }
}
